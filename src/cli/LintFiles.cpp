#include "cli/LintFiles.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/Error.hpp"
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

// A folder stands for the SQL files in it.
std::vector<std::string> expanded(const std::vector<std::string>& named) {
  std::vector<std::string> files;
  for (const std::string& name : named) {
    if (!fs::is_directory(name)) {
      files.push_back(name);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : fs::recursive_directory_iterator(name))
      if (entry.is_regular_file() && entry.path().extension() == ".sql")
        inside.push_back(entry.path().string());
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

std::string canonical(const std::string& path) {
  return fs::weakly_canonical(path).string();
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
  file.migration = &migration;
  file.has_rollback = migration.repeatable || migration.rollback.has_value();
  const bool own_text = stands_in(migration.up, edited);
  const std::size_t begin = own_text ? migration.up.offset : 0;
  file.statements.reserve(script.statements().size());
  for (const model::Statement& statement : script.statements()) {
    lint::SourceStatement source;
    source.kind = statement.kind;
    source.text = script.text(statement);
    source.span = script.span(statement);
    source.span.file = shown_path(source.span.file, here);
    source.begins_unit = statement.begins_unit;
    source.verified = statement.has_verify;
    source.included = statement.source != 0 || !own_text;
    if (!source.included) source.span.offset += begin;
    file.statements.push_back(std::move(source));
  }
  return file;
}

LintFiles::LintFiles(const model::Config& config, const std::vector<std::string>& named) {
  std::set<std::string> wanted;
  const std::vector<std::string> files = expanded(named);
  for (const std::string& file : files) wanted.insert(canonical(file));
  std::set<std::string> known;
  if (!config.migrations.empty() && fs::is_directory(config.migrations))
    for (const model::Migration& migration : migrate::load_migrations(config)) {
      known.insert(canonical(migration.up.file));
      add(config, migration);
      files_.back().judged = wanted.empty() || wanted.contains(canonical(migration.up.file));
    }
  // A file of no project: what the project's files make isn't there for it.
  const bool loose_only = std::none_of(wanted.begin(), wanted.end(),
                                       [&](const std::string& file) { return known.contains(file); });
  if (!wanted.empty() && loose_only) {
    files_.clear();
    scripts_.clear();
    migrations_.clear();
  }
  for (const std::string& file : files) {
    if (known.contains(canonical(file))) continue;
    add(config, migrate::load_file(config, file));
    files_.back().loose = true;
  }
}

LintFiles::LintFiles(const model::Config& config, const std::vector<model::Migration>& migrations,
                     const model::Plan& plan) {
  for (const model::Migration& migration : migrations) {
    const auto step = std::find_if(plan.steps.begin(), plan.steps.end(), [&](const model::Step& candidate) {
      return candidate.kind != model::EntryKind::down && candidate.migration.up == migration.up;
    });
    if (step == plan.steps.end()) continue;
    add(config, migration);
    files_.back().has_rollback = migrate::is_usable_rollback(step->rollback_sql);
  }
}

void LintFiles::add(const model::Config& config, const model::Migration& migration) {
  migrations_.push_back(std::make_unique<model::Migration>(migration));
  scripts_.push_back(std::make_unique<migrate::ScriptText>(migration.up, lint_script_options(config)));
  files_.push_back(lint_file(*migrations_.back(), *scripts_.back(), fs::current_path()));
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
  return [this](const std::string& path) -> std::string_view {
    for (const lint::File& file : files_)
      if (file.path == path) return file.text;
    return {};
  };
}

}  // namespace dunlin::cli
