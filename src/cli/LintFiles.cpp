#include "cli/LintFiles.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_map>

#include "base/Parallel.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

// As people see it from where they are.
std::string shown_path(const std::string& path, const fs::path& here) {
  const fs::path relative = fs::path(path).lexically_relative(here);
  return relative.empty() || *relative.begin() == ".." ? path : relative.string();
}

// The script is a range of the file's own bytes: what is said of it can be edited there.
bool stands_in(const model::Script& script, std::optional<std::string_view> edited) {
  if (!script.text) return true;
  return edited && script.offset <= edited->size() &&
         edited->substr(script.offset, script.length) == *script.text;
}

// The same file by whatever name.
std::string canonical(const std::string& path) {
  return fs::weakly_canonical(path).string();
}

struct NamedFile {
  std::string path;       // as it was named
  std::string canonical;  // as it is known by
};

std::vector<NamedFile> files_in(const std::string& folder) {
  const std::string real = canonical(folder);
  std::vector<NamedFile> inside;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".sql") continue;
    std::string path = entry.path().string();
    std::string known = entry.is_symlink() ? canonical(path) : real + path.substr(folder.size());
    inside.push_back({std::move(path), std::move(known)});
  }
  std::sort(inside.begin(), inside.end(),
            [](const NamedFile& a, const NamedFile& b) { return a.path < b.path; });
  return inside;
}

// A folder stands for the SQL files in it.
std::vector<NamedFile> expanded(const std::vector<std::string>& named) {
  std::vector<NamedFile> files;
  for (std::string name : named) {
    if (!fs::is_directory(name)) {
      files.push_back({name, canonical(name)});
      continue;
    }
    while (name.size() > 1 && name.back() == '/') name.pop_back();
    const std::vector<NamedFile> inside = files_in(name);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

}  // namespace

migrate::ScriptOptions lint_script_options(const model::Config& config) {
  return {config.max_file_size, config.placeholders, "", config.root};
}

lint::File lint_file(const model::Migration& migration, const migrate::ScriptText& script,
                     const fs::path& here, std::optional<std::string_view> edited) {
  lint::File file;
  file.path = shown_path(migration.up.file, here);
  file.text = edited ? *edited : script.file_text();
  file.transactional = migration.options.transaction;
  file.own_timeouts = migration.options.own_timeouts;
  file.schema = migration.options.schema;
  file.migration = &migration;
  file.has_rollback = migration.repeatable || migration.rollback.has_value();
  const bool own_text = stands_in(migration.up, edited);
  const std::size_t begin = own_text ? migration.up.offset : 0;
  if (own_text && migration.up.length > 0 && (!edited || migration.up.text))
    file.script_end = begin + migration.up.length;
  file.statements.reserve(script.statements().size());
  for (const model::Statement& statement : script.statements()) {
    lint::SourceStatement source;
    source.kind = statement.kind;
    source.text = script.text(statement);
    source.span = script.span(statement);
    source.span.file = source.span.file == migration.up.file ? file.path : shown_path(source.span.file, here);
    source.begins_unit = statement.begins_unit;
    source.verified = statement.has_verify;
    source.included = statement.source != 0 || !own_text;
    if (!source.included) source.span.offset += begin;
    file.statements.push_back(std::move(source));
  }
  return file;
}

LintFiles::LintFiles(const model::Config& config, const std::vector<std::string>& named) {
  const std::vector<NamedFile> files = expanded(named);
  std::set<std::string> wanted;
  for (const NamedFile& file : files) wanted.insert(file.canonical);
  std::vector<model::Migration> migrations;
  if (!config.migrations.empty() && fs::is_directory(config.migrations))
    migrations = migrate::load_migrations(config);
  std::vector<std::string> known(migrations.size());
  for_each_index(known.size(), [&](std::size_t i) { known[i] = canonical(migrations[i].up.file); });
  // A file of no project: what the project's files make isn't there for it.
  if (!wanted.empty() && std::none_of(known.begin(), known.end(),
                                      [&](const std::string& file) { return wanted.contains(file); }))
    migrations.clear();
  std::vector<fs::path> loose;
  const std::set<std::string> own(known.begin(), known.end());
  for (const NamedFile& file : files)
    if (!own.contains(file.canonical)) loose.emplace_back(file.path);
  const std::size_t of_project = migrations.size();
  for (model::Migration& migration : migrate::load_files(config, loose))
    migrations.push_back(std::move(migration));
  open(config, std::move(migrations));
  for (std::size_t i = 0; i < files_.size(); ++i) {
    files_[i].loose = i >= of_project;
    files_[i].judged = files_[i].loose || wanted.empty() || wanted.contains(known[i]);
  }
}

LintFiles::LintFiles(const model::Config& config, const std::vector<model::Migration>& migrations,
                     const model::Plan& plan) {
  std::vector<model::Migration> planned;
  std::vector<bool> has_rollback;
  for (const model::Migration& migration : migrations) {
    const auto step = std::find_if(plan.steps.begin(), plan.steps.end(), [&](const model::Step& candidate) {
      return candidate.kind != model::EntryKind::down && candidate.migration.up == migration.up;
    });
    if (step == plan.steps.end()) continue;
    planned.push_back(migration);
    has_rollback.push_back(migrate::is_usable_rollback(step->rollback_sql));
  }
  open(config, std::move(planned));
  for (std::size_t i = 0; i < files_.size(); ++i) files_[i].has_rollback = has_rollback[i];
}

void LintFiles::open(const model::Config& config, std::vector<model::Migration> migrations) {
  migrations_ = std::move(migrations);
  scripts_.resize(migrations_.size());
  files_.resize(migrations_.size());
  const fs::path here = fs::current_path();
  const migrate::ScriptOptions options = lint_script_options(config);
  for_each_index(migrations_.size(), [&](std::size_t i) {
    scripts_[i] = std::make_unique<migrate::ScriptText>(migrations_[i].up, options);
    files_[i] = lint_file(migrations_[i], *scripts_[i], here);
  });
}

void LintFiles::keep_judged() {
  std::erase_if(files_, [](const lint::File& file) { return !file.judged; });
}

void LintFiles::leave_out(const std::set<std::string>& applied) {
  std::erase_if(files_, [&](const lint::File& file) {
    return file.migration != nullptr && !file.migration->repeatable &&
           applied.contains(file.migration->version.text);
  });
}

report::Sources LintFiles::sources() const {
  std::unordered_map<std::string_view, std::string_view> texts;
  for (const lint::File& file : files_) texts.emplace(file.path, file.text);
  return [texts = std::move(texts)](const std::string& path) -> std::string_view {
    const auto found = texts.find(path);
    return found == texts.end() ? std::string_view() : found->second;
  };
}

}  // namespace dunlin::cli
