#include "migrate/History.hpp"

#include "base/Hash.hpp"
#include "migrate/LedgerSchema.hpp"

namespace dunlin::migrate {
namespace {

model::Version version_of(const std::string& text, std::string_view numbering) {
  if (text.empty() || numbering == "planned") return {text, model::Numbering::planned, {}, {}};
  if (numbering == "dated" && text.find('_') != std::string::npos) return model::parse_named_version(text);
  return model::parse_version(text);
}

model::EntryState state_of(std::string_view outcome) {
  if (outcome.empty()) return model::EntryState::open;
  return outcome == "done" ? model::EntryState::done : model::EntryState::abandoned;
}

// Together with the format, which may say that the columns aren't these any more.
postgres::Result read_entries(postgres::Connection& connection) try {
  auto answers = connection.exec_together({k_format_query, R"(
    SELECT l.position, l.hash, l.previous, l.kind, c.outcome, l.version, l.numbering, l.name,
           coalesce(c.checksum, l.checksum), coalesce(c.sql_checksum, ''),
           to_char(coalesce(c.finished_at, l.started_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           l.run, coalesce(btrim(l.rollback_sql) <> '', false), l.file
    FROM dunlin.ledger l LEFT JOIN dunlin.completion c ON c.entry = l.hash
    ORDER BY l.position)"});
  require_known_format(answers[0]);
  return std::move(answers[1]);
} catch (const postgres::SqlError& error) {
  if (error.sqlstate() == "42501") throw ledger_denied(connection);
  require_known_format(connection.exec(k_format_query));
  throw;
}

}  // namespace

model::History read_history(postgres::Connection& connection) {
  model::History history;
  history.installed = ledger_exists(connection);
  if (!history.installed) return history;
  const auto rows = read_entries(connection);
  history.entries.reserve(static_cast<std::size_t>(rows.rows()));
  for (int row = 0; row < rows.rows(); ++row) {
    history.entries.push_back({.position = rows.number(row, 0),
                               .hash = rows.string(row, 1),
                               .previous = rows.string(row, 2),
                               .kind = model::parse_entry_kind(rows.string(row, 3)),
                               .state = state_of(rows.text(row, 4)),
                               .version = version_of(rows.string(row, 5), rows.text(row, 6)),
                               .name = rows.string(row, 7),
                               .file = rows.string(row, 13),
                               .checksum = rows.string(row, 8),
                               .sql_checksum = rows.string(row, 9),
                               .applied_at = rows.string(row, 10),
                               .run = rows.number(row, 11),
                               .has_rollback = rows.boolean(row, 12)});
  }
  if (const auto* open = history.open_entry()) history.open_rows = read_journal(connection, open->hash);
  return history;
}

std::vector<model::JournalRow> read_journal(postgres::Connection& connection, const std::string& entry) {
  const auto rows = connection.exec(
      "SELECT segment, statement, kind, state, sql, sql_hash, coalesce(intent::text, '') FROM dunlin.journal "
      "WHERE entry = $1 ORDER BY statement",
      {entry});
  std::vector<model::JournalRow> journal;
  for (int row = 0; row < rows.rows(); ++row) {
    journal.push_back({.segment = static_cast<int>(rows.number(row, 0)),
                       .statement = static_cast<int>(rows.number(row, 1)),
                       .kind = rows.string(row, 2),
                       .state = rows.string(row, 3),
                       .sql = rows.string(row, 4),
                       .sql_hash = rows.string(row, 5),
                       .intent = rows.string(row, 6)});
  }
  return journal;
}

StoredRollback read_rollback(postgres::Connection& connection, const std::string& entry) {
  const auto row = connection.exec(
      "SELECT rollback_sql, rollback_source, rollback_file FROM dunlin.ledger WHERE hash = $1", {entry});
  StoredRollback rollback;
  if (row.rows() == 0) return rollback;
  if (!row.is_null(0, 0)) rollback.sql = row.string(0, 0);
  rollback.source = row.string(0, 1);
  rollback.file = row.string(0, 2);
  return rollback;
}

std::string entry_hash(const std::string& previous, std::int64_t position, model::EntryKind kind,
                       const std::string& version, const std::string& name, const std::string& checksum) {
  Sha256 hash;
  hash.add_field(previous);
  hash.add_field(std::to_string(position));
  hash.add_field(model::to_string(kind));
  hash.add_field(version);
  hash.add_field(name);
  hash.add_field(checksum);
  return hash.finish();
}

}  // namespace dunlin::migrate
