#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "lint/Lint.hpp"
#include "migrate/ScriptText.hpp"
#include "model/Config.hpp"
#include "report/Sources.hpp"

namespace dunlin::cli {

/// Files opened for the linter: it looks at texts that live here.
class LintFiles {
 public:
  /// The project's migrations in order, and below them the files that were named and aren't part of it. Named
  /// ones are judged; all are when none is named. A folder stands for its *.sql files. Throws a usage Error
  /// for what can't be read or split.
  LintFiles(const model::Config& config, const std::vector<std::string>& named);

  const std::vector<lint::File>& files() const { return files_; }
  /// Judges those that aren't in `applied` (versions), and marks the others as applied, to be left out of the
  /// replay.
  void judge_pending(const std::vector<std::string>& applied);
  /// Texts by the names that findings use.
  report::Sources sources() const;

 private:
  void add(const model::Config& config, const model::Migration& migration);

  std::vector<std::unique_ptr<model::Migration>> migrations_;
  std::vector<std::unique_ptr<migrate::ScriptText>> scripts_;
  std::vector<lint::File> files_;
};

}  // namespace dunlin::cli
