#include "migrate/Journal.hpp"

#include <fmt/format.h>
#include <utility>

#include "base/Hash.hpp"

namespace dunlin::migrate {
namespace {

std::string numbering_word(model::Numbering numbering) {
  switch (numbering) {
    case model::Numbering::sequential: return "sequential";
    case model::Numbering::dated: return "dated";
    case model::Numbering::planned: return "planned";
  }
  return "sequential";
}

Json metadata_json(const model::Metadata& metadata) {
  Json tags = Json::array();
  for (const auto& tag : metadata.tags) tags.add(tag);
  Json depends = Json::array();
  for (const auto& dependency : metadata.depends) depends.add(dependency);
  Json out = Json::object();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) out.set(name, value);
  };
  add("title", metadata.title);
  add("description", metadata.description);
  add("author", metadata.author);
  add("date", metadata.date);
  add("priority", metadata.priority);
  add("impact", metadata.impact);
  add("phase", metadata.phase);
  out.set("tags", tags).set("depends", depends);
  return out;
}

// A row that we haven't seen is another session's, which ran the statement meanwhile: the key refuses ours.
Command in_place(const char* insert, const char* update, bool seen, postgres::Parameters parameters) {
  return {
      postgres::Sql::trusted(
          seen ? fmt::format("{} ON CONFLICT (entry, statement) DO UPDATE SET {}", insert, update) : insert),
      std::move(parameters), true};
}

postgres::Parameter or_null(const std::string& value) {
  return value.empty() ? postgres::Parameter() : postgres::Parameter(value);
}

}  // namespace

Command ledger_row(const EntryKey& key, const model::Step& step, const std::string& reason) {
  const auto& migration = step.migration;
  return {
      R"(INSERT INTO dunlin.ledger (hash, previous, position, kind, version, numbering, name, dialect, file, checksum, metadata,
                                        rollback_sql, rollback_source, rollback_file, reason, run)
             VALUES ($1, $2, $3::bigint, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15, $16::bigint))",
      {key.hash, key.previous, std::to_string(key.position), model::to_string(step.kind),
       migration.version.text, numbering_word(migration.version.numbering), migration.name,
       model::to_string(migration.dialect), step.script.file, step.script_checksum,
       metadata_json(migration.metadata).dump(-1),
       step.rollback_source.empty() ? postgres::Parameter() : postgres::Parameter(step.rollback_sql),
       or_null(step.rollback_source), or_null(step.rollback_file), or_null(reason), std::to_string(key.run)},
      true};
}

Command done_row(const EntryKey& key, const JournalStatement& statement) {
  const bool has_data = statement.kind == model::StatementKind::copy_from_stdin;
  return in_place(
      R"(INSERT INTO dunlin.journal (entry, statement, segment, kind, state, sql, sql_hash, data_hash, data_bytes, run)
             VALUES ($1, $2::int, $3::int, $4, 'done', $5, $6, $7, $8::bigint, $9::bigint))",
      R"(state = 'done', sql = excluded.sql, sql_hash = excluded.sql_hash, data_hash = excluded.data_hash,
         data_bytes = excluded.data_bytes, intent = NULL, kind = excluded.kind, segment = excluded.segment, run = excluded.run,
         finished_at = clock_timestamp())",
      statement.seen,
      {key.hash, std::to_string(statement.ordinal), std::to_string(statement.segment),
       model::to_string(statement.kind), std::string(statement.sql), sha256(statement.sql),
       has_data ? postgres::Parameter(sha256(statement.data)) : std::nullopt,
       has_data ? postgres::Parameter(std::to_string(statement.data.size())) : std::nullopt,
       std::to_string(key.run)});
}

Command intent_row(const EntryKey& key, const JournalStatement& statement, const Json& intent) {
  return in_place(
      R"(INSERT INTO dunlin.journal (entry, statement, segment, kind, state, sql, sql_hash, intent, run, began_at, finished_at)
             VALUES ($1, $2::int, $3::int, $4, 'intent', $5, $6, $7::jsonb, $8::bigint, clock_timestamp(), NULL))",
      R"(sql = excluded.sql, sql_hash = excluded.sql_hash, kind = excluded.kind, segment = excluded.segment,
         intent = excluded.intent, run = excluded.run, began_at = excluded.began_at)",
      statement.seen,
      {key.hash, std::to_string(statement.ordinal), std::to_string(statement.segment),
       model::to_string(statement.kind), std::string(statement.sql), sha256(statement.sql), intent.dump(-1),
       std::to_string(key.run)});
}

Command intent_done(const EntryKey& key, int ordinal) {
  return {
      "UPDATE dunlin.journal SET state = 'done', finished_at = clock_timestamp() WHERE entry = $1 AND "
      "statement = $2::int",
      {key.hash, std::to_string(ordinal)}};
}

Command completion_row(const EntryKey& key, const std::string& outcome, const std::string& checksum,
                       const std::string& sql_checksum) {
  return {"INSERT INTO dunlin.completion (entry, outcome, checksum, sql_checksum) VALUES ($1, $2, $3, $4)",
          {key.hash, outcome, checksum, sql_checksum},
          true};
}

}  // namespace dunlin::migrate
