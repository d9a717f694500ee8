#include "cli/verify/PromisedCatalog.hpp"

#include <filesystem>
#include <memory>

#include "cli/LintFiles.hpp"
#include "lint/Lint.hpp"
#include "lint/Replay.hpp"

namespace dunlin::cli {

model::Catalog promised_catalog(const model::Config& config, const std::vector<model::Migration>& applied,
                                int server_version, const std::vector<std::string>& search_path) {
  std::vector<std::unique_ptr<migrate::ScriptText>> scripts;
  std::vector<lint::File> files;
  for (const model::Migration& migration : applied) {
    scripts.push_back(std::make_unique<migrate::ScriptText>(migration.up, lint_script_options(config)));
    files.push_back(lint_file(migration, *scripts.back(), std::filesystem::current_path()));
    files.back().judged = false;
  }
  lint::Request request;
  request.settings.major = server_version / 10000;
  request.before = lint::empty_catalog(server_version);
  request.before.search_path = search_path;
  return lint::lint(files, std::move(request)).catalog;
}

}  // namespace dunlin::cli
