#include "cli/AuditFiles.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fmt/format.h>
#include <tuple>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/LintFiles.hpp"
#include "migrate/Selection.hpp"
#include "migrate/load/FileName.hpp"
#include "migrate/load/Project.hpp"
#include "rehearse/Scripts.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

bool is_left_out(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with('.') || name == "node_modules";
}

std::vector<std::string> sql_files(const std::string& folder) {
  std::vector<std::string> files;
  for (auto at = fs::recursive_directory_iterator(folder); at != fs::recursive_directory_iterator(); ++at) {
    if (is_left_out(at->path())) {
      if (at->is_directory()) at.disable_recursion_pending();
      continue;
    }
    if (at->is_regular_file() && migrate::has_suffix(at->path().filename().string(), ".sql"))
      files.push_back(fs::weakly_canonical(at->path()).string());
  }
  std::sort(files.begin(), files.end(), loose_before);
  return files;
}

std::tuple<bool, std::size_t, std::string> number_key(const std::string& name) {
  std::size_t end = 0;
  while (end < name.size() && std::isdigit(static_cast<unsigned char>(name[end])) != 0) ++end;
  if (end == 0) return {true, 0, ""};
  const std::size_t first = std::min(name.find_first_not_of('0'), end);
  std::string digits = name.substr(first, end - first);
  return {false, digits.size(), std::move(digits)};
}

std::string without(std::string text, const std::string& piece) {
  for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at))
    text.erase(at, piece.size());
  return text;
}

// A rollback beside its file or in a folder of rollbacks: 007_x.down.sql, 007_x_rollback.sql,
// rollback/007_x.sql.
std::string rollback_of(const fs::path& up, const std::vector<std::string>& all) {
  const std::string stem = up.stem().stem().string();
  for (const std::string& file : all) {
    const fs::path path(file);
    if (is_rollback_file(file) && path.filename().string().starts_with(stem)) return file;
  }
  return "";
}

// As an empty database would get them; where their dependencies can't be met, as they are numbered.
std::vector<const model::Migration*> in_order(const std::vector<model::Migration>& migrations) {
  try {
    return migrate::select_pending(migrations, {}, {});
  } catch (const Error& error) {
    if (error.code() == ErrorCode::interrupted) throw;
    std::vector<const model::Migration*> numbered;
    for (const model::Migration& migration : migrations) numbered.push_back(&migration);
    return numbered;
  }
}

}  // namespace

bool is_rollback_file(const std::string& path) {
  const fs::path file(path);
  const std::string name = to_lower(file.filename().string());
  const std::string folder = to_lower(file.parent_path().filename().string());
  static constexpr const char* k_folders[] = {"rollback", "rollbacks", "down", "undo", "revert"};
  if (std::find(std::begin(k_folders), std::end(k_folders), folder) != std::end(k_folders)) return true;
  static constexpr const char* k_endings[] = {".down.sql", "_down.sql", "_rollback.sql", ".rollback.sql",
                                              "_undo.sql", ".undo.sql", "-rollback.sql"};
  return std::any_of(std::begin(k_endings), std::end(k_endings),
                     [&](const char* ending) { return name.ends_with(ending); }) ||
         name == "down.sql" || name.starts_with("rollback_");
}

bool loose_before(const std::string& a, const std::string& b) {
  const fs::path left(a), right(b);
  if (left.parent_path() != right.parent_path()) return left.parent_path() < right.parent_path();
  const std::string x = left.filename().string(), y = right.filename().string();
  return std::tuple(number_key(x), x) < std::tuple(number_key(y), y);
}

AuditFiles::AuditFiles(const model::Config& config, const std::string& folder)
    : config_(config), folder_(fs::weakly_canonical(folder).string()) {
  if (!fs::is_directory(folder_))
    throw usage_error(fmt::format("there is no folder {}", printable(folder)), "name the folder to audit");
  try {
    load_layout(folder_);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::interrupted) throw;
    load_loose(folder_);
    layout_ = "no layout that dunlin knows (" + without(error.message(), folder_ + "/") +
              "), so all files in order of name";
  }
  if (files_.empty() && unreadable_.empty())
    throw usage_error(fmt::format("there is no SQL in {}", printable(folder)), "name the folder to audit");
}

void AuditFiles::load_layout(const std::string& folder) {
  const bool is_configured = !config_.migrations.empty() && fs::is_directory(config_.migrations) &&
                             fs::weakly_canonical(config_.migrations) == fs::path(folder);
  if (!is_configured) {
    rehearse::Scripts scripts;
    try {
      scripts = rehearse::load_folder(config_, folder);
    } catch (const Error&) {
      // Perhaps the folder of a project.
    }
    if (scripts.migrations.empty())
      scripts = rehearse::load_folder(config_, migrate::recognise(folder).migrations);
    if (scripts.migrations.empty()) throw usage_error("it has no migrations of its own");
    config_ = scripts.config;
  }
  layout_ = model::to_string(config_.dialect);
  const std::vector<model::Migration> migrations = migrate::load_migrations(config_);
  for (const model::Migration* migration : in_order(migrations)) add(*migration);
}

void AuditFiles::load_loose(const std::string& folder) {
  loose_ = true;
  files_.clear();
  scripts_.clear();
  migrations_.clear();
  config_.migrations.clear();
  config_.rollbacks.clear();
  const std::vector<std::string> all = sql_files(folder);
  for (const std::string& path : all) {
    if (is_rollback_file(path)) continue;
    try {
      model::Migration migration = migrate::load_file(config_, path);
      const std::string rollback = rollback_of(path, all);
      if (!migration.rollback && !rollback.empty())
        migration.rollback = model::Rollback{
            model::RollbackSource::paired_file, {.file = rollback, .length = fs::file_size(rollback)}, {}};
      add(migration);
      files_.back().has_rollback = migration.rollback.has_value();
    } catch (const Error& error) {
      if (error.code() == ErrorCode::interrupted) throw;
      unreadable_.push_back(
          {{fs::path(path).lexically_relative(fs::current_path()).string()}, error.message()});
    }
  }
}

void AuditFiles::add(const model::Migration& migration) {
  auto script = [&]() -> std::unique_ptr<migrate::ScriptText> {
    try {
      return std::make_unique<migrate::ScriptText>(migration.up, lint_script_options(config_));
    } catch (const Error& error) {
      if (error.code() == ErrorCode::interrupted || loose_) throw;
      model::SourceSpan span{fs::path(migration.up.file).lexically_relative(fs::current_path()).string()};
      unreadable_.push_back({span, error.message()});
      return nullptr;
    }
  }();
  if (!script) return;
  migrations_.push_back(std::make_unique<model::Migration>(migration));
  scripts_.push_back(std::move(script));
  files_.push_back(lint_file(*migrations_.back(), *scripts_.back(), fs::current_path()));
}

std::vector<model::Migration> AuditFiles::migrations() const {
  std::vector<model::Migration> list;
  for (const auto& migration : migrations_) {
    list.push_back(*migration);
    if (!loose_) continue;
    model::Migration& last = list.back();
    last.repeatable = false;
    last.version = model::parse_version(fmt::format("{:05}", list.size()));
    last.name = fs::path(last.up.file).stem().string();
  }
  return list;
}

}  // namespace dunlin::cli
