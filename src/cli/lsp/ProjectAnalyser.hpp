#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lint/Lint.hpp"
#include "model/Config.hpp"
#include "model/Migration.hpp"

namespace dunlin::cli::lsp {

/// Judges the file that is open in an editor, behind the files of its project that come before it. Those are
/// replayed once, and again when they may have changed.
class ProjectAnalyser {
 public:
  /// `load_config` says what the project is, from the folder where we are.
  ProjectAnalyser(std::function<model::Config()> load_config, lint::Settings settings)
      : load_config_(std::move(load_config)), settings_(std::move(settings)) {}

  /// Findings of a text, less those that the baseline accepts; a rollback file has none. Throws an Error for
  /// what can't be read or split.
  model::Findings analyse(const std::string& path, std::string_view text);
  /// Locks and cost of the statement at a byte offset, in Markdown; nothing between statements.
  std::optional<std::string> hover(const std::string& path, std::string_view text, std::size_t offset);
  /// Reads configuration and files again when asked next.
  void forget();

 private:
  struct Project {
    model::Config config;
    std::vector<model::Migration> migrations;
    std::vector<std::string> paths;   ///< of the migrations, canonical
    std::set<std::string> rollbacks;  ///< files that are rollbacks and nothing else, canonical
  };
  struct Judged {
    std::string path;
    std::string text;
    std::string shown_path;  ///< as findings and the baseline name it
    lint::Result result;
  };

  const Project& project();
  const Judged& judge(const std::string& path, std::string_view text);
  const model::Catalog& catalog_before(std::size_t count);
  std::size_t files_before(const std::string& path, const model::Migration& migration);

  std::function<model::Config()> load_config_;
  lint::Settings settings_;
  std::optional<Project> project_;
  std::map<std::size_t, model::Catalog> catalogs_;  ///< by how many files were replayed
  std::optional<Judged> last_;
};

}  // namespace dunlin::cli::lsp
