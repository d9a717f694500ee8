#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/Invocation.hpp"
#include "lint/Lint.hpp"
#include "migrate/ScriptText.hpp"
#include "model/Config.hpp"
#include "model/Plan.hpp"
#include "report/Sources.hpp"

namespace dunlin::cli {

/// How the linter opens scripts of this project.
migrate::ScriptOptions lint_script_options(const model::Config& config);

/// A migration as the linter sees it, its path as seen from `here`. All views are of the script and of
/// `edited`: the text that an editor has in place of the file's (migrate::load_text).
lint::File lint_file(const model::Migration& migration, const migrate::ScriptText& script,
                     const std::filesystem::path& here, std::optional<std::string_view> edited = {});

/// Files opened for the linter: it looks at texts that live here.
class LintFiles {
 public:
  /// The project's migrations in order, and below them the files that were named and aren't part of it. Named
  /// ones are judged; all are when none is named. A folder stands for its *.sql files. Throws a usage Error
  /// for what can't be read or split.
  LintFiles(const model::Config& config, const std::vector<std::string>& named);

  /// The migrations that a plan runs, for a database whose catalog is known.
  LintFiles(const model::Config& config, const std::vector<model::Migration>& migrations,
            const model::Plan& plan);

  const std::vector<lint::File>& files() const { return files_; }
  /// Leaves out what a database has already (versions): its catalog stands for them.
  void leave_out(const std::set<std::string>& applied);
  /// Leaves out the files that aren't judged: something else stands for them.
  void keep_judged();
  /// Texts by the names that findings use.
  report::Sources sources() const;

 private:
  void open(const model::Config& config, std::vector<model::Migration> migrations);

  std::vector<model::Migration> migrations_;
  std::vector<std::unique_ptr<migrate::ScriptText>> scripts_;
  std::vector<lint::File> files_;
};

}  // namespace dunlin::cli
