#pragma once

#include <functional>
#include <string>
#include <vector>

#include "migrate/load/ScriptsElsewhere.hpp"
#include "model/Ledger.hpp"
#include "model/Migration.hpp"

namespace dunlin::migrate {

/// How one migration stands, as `status` shows it.
enum class MigrationState { applied, pending, out_of_order, changed, missing, partial, baseline };
std::string to_string(MigrationState state);

struct StatusLine {
  std::string version;
  std::string name;
  MigrationState state = MigrationState::pending;
  std::string applied_at;
  bool repeatable = false;
  bool has_rollback = false;
  std::string progress;  ///< of a partial one that stands in the middle of a statement in batches
  std::string file;      ///< of a script that isn't among the project's migrations; "" for all others
};

/// Tells whether a file whose bytes changed still is the same SQL as the entry recorded.
using SameSql = std::function<bool(const model::Migration&, const model::LedgerEntry&)>;

/// Every migration, from the files and from the history, in order. A script that was run from a folder of its
/// own is compared with its file; one whose file is gone is missing when the project held it. Pure.
std::vector<StatusLine> describe_status(const std::vector<model::Migration>& files,
                                        const model::History& history, const SameSql& same_sql,
                                        const ScriptsElsewhere& elsewhere = {});

/// Refuses when what ran isn't what the files say: an applied file was edited or is gone. Pure. `edited` is
/// told about each edited file so that the difference can be shown.
using EditedFile = std::function<std::string(const model::Migration&, const model::LedgerEntry&)>;
/// With `only_these` applied migrations without a file are no concern: the list is a part of the project.
void check_applied(const std::vector<model::Migration>& files, const model::History& history,
                   const SameSql& same_sql, const EditedFile& describe_edit, bool only_these);

}  // namespace dunlin::migrate
