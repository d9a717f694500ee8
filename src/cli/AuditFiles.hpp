#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lint/File.hpp"
#include "migrate/ScriptText.hpp"
#include "model/Config.hpp"
#include "model/Finding.hpp"
#include "model/Migration.hpp"

namespace dunlin::cli {

/// A folder's files for an audit, which takes any folder: in the order of its layout where dunlin knows it,
/// else every *.sql below it in order of name (numbers in front compared as numbers), rollbacks left out.
class AuditFiles {
 public:
  /// `folder`: of migrations, or of a project that has them. Throws a usage Error when it isn't there or
  /// holds no SQL.
  AuditFiles(const model::Config& config, const std::string& folder);

  const std::vector<lint::File>& files() const { return files_; }
  /// The same files as migrations; those of a folder without a layout are numbered by their order.
  std::vector<model::Migration> migrations() const;
  const model::Config& config() const { return config_; }
  const std::string& folder() const { return folder_; }
  /// The layout's name, or why the folder has none: "golang-migrate"; "no layout: version 003 appears twice".
  const std::string& layout() const { return layout_; }
  /// Files that can't be read or split, and why.
  const std::vector<model::NotAnalysed>& unreadable() const { return unreadable_; }

 private:
  void load_layout(const std::string& folder);
  void load_loose(const std::string& folder);
  void add(const model::Migration& migration);

  model::Config config_;
  std::string folder_;
  std::string layout_;
  bool loose_ = false;
  std::vector<std::unique_ptr<model::Migration>> migrations_;
  std::vector<std::unique_ptr<migrate::ScriptText>> scripts_;
  std::vector<lint::File> files_;
  std::vector<model::NotAnalysed> unreadable_;
};

/// True for a file that takes another one back, by its own name or its folder's.
bool is_rollback_file(const std::string& path);

/// Order of loose files: by folder, then by the number in front, then by name.
bool loose_before(const std::string& a, const std::string& b);

}  // namespace dunlin::cli
