#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "migrate/MakePlan.hpp"
#include "model/Ledger.hpp"
#include "model/Migration.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// An entry that records something without running it: a baseline, an adopted or accepted migration, a
/// forgotten one.
struct Correction {
  model::EntryKind kind = model::EntryKind::adopted;
  model::Migration migration;
  std::string rollback_sql;  ///< "" with an empty source: none known
  std::string rollback_source;
  std::string rollback_file;
};

/// Takes the rollback that the migration's files have now.
void take_rollback(Correction& correction, const ScriptOptions& options);

/// Appends the corrections to the ledger, all in one transaction, chained to its head. `reason` is recorded
/// with each.
void record_corrections(postgres::Connection& connection, const model::History& history,
                        const std::vector<Correction>& corrections, const ScriptOptions& script,
                        std::int64_t run, const std::string& reason);

/// Says what became of the statement that ran alone when a run was broken off: `happened` marks it done,
/// otherwise it will run again. Throws a refused Error when there is no such statement.
void settle_statement(postgres::Connection& connection, const model::History& history, bool happened);

/// The SQL of an entry as it ran, for writing a lost file again. Throws a refused Error when COPY data was
/// part of it: the journal has its hash and size only.
std::string restore_sql(postgres::Connection& connection, const std::string& entry);

/// The same without COPY data and the statements that it came with: all of the entry that defines objects. ""
/// when the journal has nothing of it.
std::string promised_sql(postgres::Connection& connection, const std::string& entry);

/// Checks that every entry's hash covers its predecessor; returns the position of the first that doesn't, or
/// 0.
std::int64_t find_broken_link(postgres::Connection& connection);

}  // namespace dunlin::migrate
