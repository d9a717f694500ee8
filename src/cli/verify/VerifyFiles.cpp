#include "cli/verify/VerifyFiles.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/LintFiles.hpp"
#include "migrate/ScriptText.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

VerifyFile open(const model::Config& config, const fs::path& path) {
  VerifyFile file{"verify/" + path.filename().string(), false, {}, ""};
  const migrate::ScriptText text({.file = path.string(),
                                  .offset = 0,
                                  .length = fs::file_size(path),
                                  .first_line = 1,
                                  .text = std::nullopt},
                                 lint_script_options(config));
  file.tap = checks::is_tap(text.file_text());
  for (const auto& statement : text.statements()) {
    const bool border = statement.kind == model::StatementKind::begin ||
                        statement.kind == model::StatementKind::commit ||
                        statement.kind == model::StatementKind::rollback;
    if (!border)
      file.assertions.push_back(
          {fmt::format("{}:{}", file.name, statement.line), std::string(text.text(statement))});
  }
  return file;
}

}  // namespace

std::string version_of(const std::string& stem, const std::vector<model::Migration>& migrations) {
  for (const model::Migration& migration : migrations) {
    if (migration.repeatable) continue;
    if (stem == migration.version.text || stem == migration.version.text + "_" + migration.name)
      return migration.version.text;
  }
  return "";
}

std::vector<VerifyFile> verify_files(const model::Config& config,
                                     const std::vector<model::Migration>& migrations,
                                     const std::set<std::string>& applied) {
  std::vector<VerifyFile> files;
  if (config.dialect == model::Dialect::sqitch) return files;
  const fs::path folder = fs::path(config.root) / "verify";
  for (const std::string& name : list_directory(folder)) {
    const fs::path path = folder / name;
    if (path.extension() != ".sql" || !fs::is_regular_file(path)) continue;
    files.push_back(open(config, path));
    const std::string version = version_of(path.stem().string(), migrations);
    if (!version.empty() && !applied.contains(version))
      files.back().skipped = fmt::format("migration {} isn't applied", version);
  }
  return files;
}

}  // namespace dunlin::cli
