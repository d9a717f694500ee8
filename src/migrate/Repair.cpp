#include "migrate/Repair.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "migrate/History.hpp"
#include "migrate/Journal.hpp"
#include "migrate/batch/BatchProgress.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::migrate {
namespace {

// Of a file that is there: what lets its comments change later under checksums = "ignore-comments".
std::string sql_checksum_of(const Correction& correction, const ScriptOptions& script) {
  const auto& migration = correction.migration;
  if (correction.kind == model::EntryKind::forgotten || migration.up.file.empty()) return "";
  const ScriptText text(migration.up, script);
  return text.checksum() == migration.checksum ? text.sql_checksum() : "";
}

std::string script_of(const std::vector<model::JournalRow>& rows) {
  std::string text;
  for (const auto& row : rows) {
    const bool assertion = row.kind == "assertion";
    if (const auto progress = batch_progress(row.kind, row.intent))
      text += fmt::format("-- dunlin:batch {}\n", progress->directive);
    text += row.kind == "unit" ? "-- dunlin:unit alone\n" : "";
    text += (assertion ? "-- dunlin:assert " : "") + row.sql + (assertion ? "\n\n" : ";\n\n");
  }
  return text;
}

}  // namespace

void take_rollback(Correction& correction, const ScriptOptions& options) {
  const auto& rollback = correction.migration.rollback;
  if (!rollback) return;
  correction.rollback_sql = runnable_text(rollback->script, options);
  correction.rollback_source = model::to_string(rollback->source);
  correction.rollback_file = rollback->script.file;
}

void record_corrections(postgres::Connection& connection, const model::History& history,
                        const std::vector<Correction>& corrections, const ScriptOptions& script,
                        std::int64_t run, const std::string& reason) {
  if (const auto* open = history.open_entry()) {
    throw refused(fmt::format("{} is half applied", label(*open)),
                  "finish it with dunlin migrate, or undo it with dunlin rollback, first");
  }
  postgres::Transaction transaction(connection);
  std::string previous = history.head();
  auto position = history.entries.empty() ? std::int64_t{0} : history.entries.back().position;
  for (const auto& correction : corrections) {
    model::Step step{.kind = correction.kind,
                     .migration = correction.migration,
                     .script = correction.migration.up,
                     .script_checksum = correction.migration.checksum};
    step.rollback_sql = correction.rollback_sql;
    step.rollback_source = correction.rollback_source;
    step.rollback_file = correction.rollback_file;
    const EntryKey key{.hash = entry_hash(previous, position + 1, step.kind, step.migration.version.text,
                                          step.migration.name, step.script_checksum),
                       .previous = previous,
                       .position = ++position,
                       .run = run};
    const auto row = ledger_row(key, step, reason);
    connection.exec(row.sql, row.parameters);
    const auto completion =
        completion_row(key, "done", step.script_checksum, sql_checksum_of(correction, script));
    connection.exec(completion.sql, completion.parameters);
    previous = key.hash;
  }
  transaction.commit();
}

void settle_statement(postgres::Connection& connection, const model::History& history, bool happened) {
  const auto* open = history.open_entry();
  const auto* intent = history.open_intent();
  if (open == nullptr || intent == nullptr)
    throw refused("no statement is waiting to be settled", "see dunlin status");
  const postgres::Parameters key{open->hash, std::to_string(intent->statement)};
  if (happened) {
    connection.exec(
        "UPDATE dunlin.journal SET state = 'done', finished_at = clock_timestamp() WHERE entry = $1 AND "
        "statement = $2::int",
        key);
  } else {
    connection.exec("DELETE FROM dunlin.journal WHERE entry = $1 AND statement = $2::int", key);
  }
}

std::string restore_sql(postgres::Connection& connection, const std::string& entry) {
  const auto data =
      connection.exec("SELECT count(*) FROM dunlin.journal WHERE entry = $1 AND data_bytes > 0", {entry});
  if (data.number(0, 0) > 0) {
    throw refused("this migration loaded data with COPY, and the journal keeps the data's hash only",
                  "bring the file back from version control");
  }
  return script_of(read_journal(connection, entry));
}

std::string promised_sql(postgres::Connection& connection, const std::string& entry) {
  auto rows = read_journal(connection, entry);
  const std::string copy = model::to_string(model::StatementKind::copy_from_stdin);
  std::erase_if(rows, [&](const model::JournalRow& row) { return row.kind == copy; });
  return script_of(rows);
}

std::int64_t find_broken_link(postgres::Connection& connection) {
  const auto rows = connection.exec(
      "SELECT position, hash, previous, kind, version, name, checksum FROM dunlin.ledger ORDER BY position");
  std::string previous = model::k_genesis;
  for (int row = 0; row < rows.rows(); ++row) {
    const auto expected =
        entry_hash(previous, rows.number(row, 0), model::parse_entry_kind(rows.string(row, 3)),
                   rows.string(row, 4), rows.string(row, 5), rows.string(row, 6));
    if (rows.text(row, 2) != previous || rows.text(row, 1) != expected) return rows.number(row, 0);
    previous = expected;
  }
  return 0;
}

}  // namespace dunlin::migrate
