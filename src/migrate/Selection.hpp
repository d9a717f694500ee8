#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/Config.hpp"
#include "model/Ledger.hpp"
#include "model/Migration.hpp"

namespace dunlin::migrate {

/// Which of the pending migrations the user asked for.
struct Selection {
  std::optional<std::string> to;  ///< a version: up to and with it
  std::optional<int> steps;       ///< the first N
  std::vector<std::string> include_tags;
  std::vector<std::string> exclude_tags;
  std::string phase;
  bool include_all = false;  ///< also those that come before an applied one
  bool only_file = false;    ///< `--file`: the list of files is that one file
};

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
};

/// Tells whether a file whose bytes changed still is the same SQL as the entry recorded.
using SameSql = std::function<bool(const model::Migration&, const model::LedgerEntry&)>;

/// Every migration, from the files and from the history, in order. Pure.
std::vector<StatusLine> describe_status(const std::vector<model::Migration>& files,
                                        const model::History& history, const SameSql& same_sql);

/// Refuses when what ran isn't what the files say: an applied file was edited or is gone. Pure. `edited` is
/// told about each edited file so that the difference can be shown.
using EditedFile = std::function<std::string(const model::Migration&, const model::LedgerEntry&)>;
/// With `only_these` applied migrations without a file are no concern: the list is a part of the project.
void check_applied(const std::vector<model::Migration>& files, const model::History& history,
                   const SameSql& same_sql, const EditedFile& describe_edit, bool only_these);

/// The pending migrations to run, in order: versions, dependencies, then repeatables. Pure. Throws a refused
/// Error that lists migrations out of order (unless include_all), and for a dependency that is missing or
/// circular; a usage Error for a version that no file has.
std::vector<const model::Migration*> select_pending(const std::vector<model::Migration>& files,
                                                    const model::History& history,
                                                    const Selection& selection);

}  // namespace dunlin::migrate
