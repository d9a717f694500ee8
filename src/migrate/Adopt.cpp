#include "migrate/Adopt.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <set>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

using postgres::Sql;

// How one tool keeps its history. `entries` returns (version, name) in the order of application, `broken` one
// row for each entry that the tool itself says isn't finished.
struct Reader {
  const char* tool;
  const char* table;   // as to_regclass takes it
  const char* column;  // tells apart tools that use the same table name; "" for no such need
  const char* entries;
  const char* broken;
  bool up_to = false;
};

constexpr std::array<Reader, 15> k_readers{{
    {"supabase", "supabase_migrations.schema_migrations", "version",
     "SELECT version, coalesce(to_jsonb(t)->>'name', '') FROM supabase_migrations.schema_migrations t ORDER "
     "BY version",
     ""},
    {"flyway", "flyway_schema_history", "installed_rank",
     "SELECT version, description FROM flyway_schema_history h WHERE version IS NOT NULL AND success AND "
     "type NOT LIKE 'UNDO%' AND type <> 'DELETE' AND NOT EXISTS (SELECT FROM flyway_schema_history u "
     "WHERE u.version = h.version AND u.installed_rank > h.installed_rank AND (u.type LIKE 'UNDO%' OR u.type "
     "= 'DELETE')) ORDER BY installed_rank",
     "SELECT version FROM flyway_schema_history WHERE NOT success"},
    {"waypoint", "waypoint_schema_history", "installed_rank",
     "SELECT version, description FROM waypoint_schema_history WHERE version IS NOT NULL AND success ORDER "
     "BY installed_rank",
     "SELECT version FROM waypoint_schema_history WHERE NOT success"},
    {"liquibase", "databasechangelog", "orderexecuted",
     "SELECT id, filename FROM databasechangelog WHERE exectype IN ('EXECUTED', 'RERAN', 'MARK_RAN') ORDER "
     "BY orderexecuted",
     ""},
    {"atlas", "atlas_schema_revisions.atlas_schema_revisions", "version",
     "SELECT version, description FROM atlas_schema_revisions.atlas_schema_revisions WHERE version <> "
     "'.atlas_cloud_identifier' ORDER BY version",
     "SELECT version FROM atlas_schema_revisions.atlas_schema_revisions WHERE coalesce(error, '') <> '' OR "
     "applied < total"},
    {"golang-migrate", "schema_migrations", "dirty", "SELECT version::text, '' FROM schema_migrations",
     "SELECT version::text FROM schema_migrations WHERE dirty", true},
    {"dbmate", "schema_migrations", "version",
     "SELECT version::text, '' FROM schema_migrations ORDER BY version", ""},
    {"diesel", "__diesel_schema_migrations", "version",
     "SELECT version::text, '' FROM __diesel_schema_migrations ORDER BY version", ""},
    {"goose", "goose_db_version", "version_id",
     "SELECT version_id::text, '' FROM (SELECT DISTINCT ON (version_id) version_id, is_applied FROM "
     "goose_db_version ORDER BY version_id, id DESC) g WHERE is_applied AND version_id > 0 ORDER BY "
     "version_id",
     ""},
    {"prisma", "_prisma_migrations", "migration_name",
     "SELECT migration_name, '' FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS "
     "NULL ORDER BY started_at",
     "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL"},
    {"node-pg-migrate", "pgmigrations", "run_on", "SELECT name, '' FROM pgmigrations ORDER BY id", ""},
    {"graphile-migrate", "graphile_migrate.migrations", "filename",
     "SELECT filename, '' FROM graphile_migrate.migrations ORDER BY date, filename", ""},
    {"sqitch", "sqitch.changes", "change", "SELECT change, '' FROM sqitch.changes ORDER BY committed_at", ""},
    {"pgroll", "pgroll.migrations", "migration",
     "SELECT name, '' FROM pgroll.migrations WHERE done ORDER BY created_at",
     "SELECT name FROM pgroll.migrations WHERE NOT done"},
    {"godwit", "godwit.migrations", "version",
     "SELECT version::text, coalesce(to_jsonb(t)->>'name', '') FROM godwit.migrations t ORDER BY version",
     ""},
}};

bool has_table(postgres::Connection& connection, const Reader& reader) {
  return connection
      .exec(
          "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2 AND NOT "
          "attisdropped)",
          {std::string(reader.table), std::string(reader.column)})
      .boolean(0, 0);
}

ForeignHistory read(postgres::Connection& connection, const Reader& reader) {
  if (*reader.broken != '\0') {
    const auto broken = connection.exec(Sql::trusted(reader.broken));
    if (broken.rows() > 0) {
      throw refused(
          fmt::format("{} says that {} didn't finish", reader.tool, printable(broken.text(0, 0))),
          fmt::format("settle that with {} first (its history is in {})", reader.tool, reader.table));
    }
  }
  ForeignHistory history{reader.tool, reader.table, {}};
  const auto rows = connection.exec(Sql::trusted(reader.entries));
  for (int row = 0; row < rows.rows(); ++row)
    history.entries.push_back({rows.string(row, 0), rows.string(row, 1), reader.up_to});
  return history;
}

std::string stem_of(const std::string& path) {
  const auto name = std::filesystem::path(path).filename().string();
  return name.ends_with(".sql") ? name.substr(0, name.size() - 4) : name;
}

bool means(const ForeignEntry& entry, const model::Migration& file) {
  if (names_version(entry.version, file.version)) return true;
  const auto file_stem = stem_of(file.up.file);
  return entry.version == label(file) || stem_of(entry.version) == file_stem ||
         (!entry.name.empty() && stem_of(entry.name) == file_stem);
}

// The number in front of "20240101_name", or the whole text as a planned version.
model::Version version_of(const std::string& text) {
  const auto digits = text.find_first_not_of("0123456789._");
  for (const auto& candidate : {text, text.substr(0, digits)}) {
    try {
      std::string trimmed = candidate;
      while (!trimmed.empty() && (trimmed.back() == '_' || trimmed.back() == '.')) trimmed.pop_back();
      if (!trimmed.empty()) return model::parse_version(trimmed);
    } catch (const Error&) {
      continue;
    }
  }
  return {text, model::Numbering::planned, {}};
}

}  // namespace

std::vector<std::string> adoptable_tools() {
  std::vector<std::string> tools;
  for (const auto& reader : k_readers) tools.emplace_back(reader.tool);
  tools.emplace_back("rails");
  return tools;
}

std::vector<ForeignHistory> find_foreign_histories(postgres::Connection& connection,
                                                   const std::optional<std::string>& tool) {
  const std::string wanted = tool.value_or("") == "rails" ? "dbmate" : tool.value_or("");
  std::vector<ForeignHistory> found;
  std::set<std::string>
      tables;  // golang-migrate, dbmate and Rails share a table name; the first that fits has it
  for (const auto& reader : k_readers) {
    if (!wanted.empty() && wanted != reader.tool) continue;
    if (tables.contains(reader.table) || !has_table(connection, reader)) continue;
    tables.insert(reader.table);
    found.push_back(read(connection, reader));
  }
  return found;
}

std::vector<Correction> match_foreign_history(const ForeignHistory& history,
                                              const std::vector<model::Migration>& files) {
  std::vector<Correction> corrections;
  std::set<const model::Migration*> taken;
  for (const auto& entry : history.entries) {
    bool matched = false;
    const auto limit = entry.up_to ? version_of(entry.version) : model::Version{};
    for (const auto& file : files) {
      if (file.repeatable || taken.contains(&file)) continue;
      const bool covered = entry.up_to ? !(limit < file.version) : means(entry, file);
      if (!covered) continue;
      taken.insert(&file);
      corrections.push_back({.kind = model::EntryKind::adopted, .migration = file});
      matched = true;
      if (!entry.up_to) break;
    }
    if (matched || entry.up_to) continue;
    model::Migration gone;
    gone.version = version_of(entry.version);
    gone.name = entry.name.empty() ? "" : stem_of(entry.name);
    corrections.push_back({.kind = model::EntryKind::adopted, .migration = gone});
  }
  return corrections;
}

}  // namespace dunlin::migrate
