#include "sqlite/Checks.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <sqlite3.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sqlite/ReadSchema.hpp"

namespace dunlin::sqlite {
namespace {

namespace fs = std::filesystem;

bool is_damage(const Error& error) {
  const std::string code(error.fact("sqlite_code"));
  const int primary = code.empty() ? 0 : std::stoi(code) & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

std::optional<LockHolder> writer_of(const Descriptor& database, const std::string& path) {
  if (auto holder = database.exclusive_holder(k_pending_byte, 2 + k_shared_size)) return holder;
  const auto shm = Descriptor::open_if_there(path + "-shm");
  return shm ? shm->exclusive_holder(k_wal_write_byte) : std::nullopt;
}

bool is_open_in_wal_mode(const std::string& path) {
  const auto shm = Descriptor::open_if_there(path + "-shm");
  return shm && shm->holder(k_wal_alive_byte);
}

// "NULL value in t.c", "CHECK constraint failed in t", "TEXT value in t.c", "non-unique entry in index i":
// the pages are sound, the values are not.
bool is_violation(std::string_view line) {
  return line.find(" value in ") != std::string_view::npos || line.starts_with("CHECK constraint failed") ||
         line.starts_with("non-unique entry");
}

void check_integrity(Database& database, ContentChecks& checks) {
  try {
    auto query = database.prepare("PRAGMA integrity_check(100)");
    while (query.step()) {
      const std::string line = query.text(0);
      if (line != "ok") (is_violation(line) ? checks.violations : checks.damage).push_back(printable(line));
    }
  } catch (const Error& error) {
    (is_damage(error) ? checks.damage : checks.not_checked).push_back(error.message());
  }
}

std::vector<std::string> tables_with_keys(Database& database) {
  std::vector<std::string> names;
  auto query = database.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND EXISTS "
      "(SELECT 1 FROM pragma_foreign_key_list(name)) ORDER BY name");
  while (query.step()) names.push_back(query.text(0));
  return names;
}

/// The foreign keys of one table, by SQLite's number.
struct KeyParts {
  std::vector<std::string> columns;
  std::string parent;
};
std::map<std::int64_t, KeyParts> foreign_keys(Database& database, const std::string& table) {
  std::map<std::int64_t, KeyParts> keys;
  auto query =
      database.prepare("SELECT id, \"table\", \"from\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq");
  query.bind(1, Value::text(table));
  while (query.step()) {
    KeyParts& key = keys[query.integer(0)];
    key.parent = query.text(1);
    key.columns.push_back(query.text(2));
  }
  return keys;
}

// The column that is another name of the rowid, which people know the row by.
std::string rowid_label(Database& database, const std::string& table) {
  auto query = database.prepare(
      "SELECT name FROM pragma_table_info(?1) WHERE pk = 1 AND upper(type) = 'INTEGER' AND (SELECT count(*) "
      "FROM pragma_table_info(?1) WHERE pk > 0) = 1");
  query.bind(1, Value::text(table));
  return query.step() ? query.text(0) : "rowid";
}

void check_table(Database& database, const std::string& table, std::size_t most_keys, ContentChecks& checks) {
  std::map<std::int64_t, Orphans> found;
  const auto keys = foreign_keys(database, table);
  const std::string label = rowid_label(database, table);
  auto query = database.prepare("SELECT rowid, fkid FROM pragma_foreign_key_check(?1)");
  query.bind(1, Value::text(table));
  while (query.step()) {
    const std::int64_t number = query.integer(1);
    Orphans& orphans = found[number];
    if (orphans.count++ == 0) {
      orphans.table = table;
      const auto key = keys.find(number);
      if (key != keys.end()) orphans.columns = key->second.columns;
      if (key != keys.end()) orphans.parent = key->second.parent;
    }
    const Value rowid = query.value(0);
    if (rowid.storage == Storage::integer && orphans.keys.size() < most_keys)
      orphans.keys.push_back(fmt::format("{}={}", label, rowid.integer));
  }
  for (auto& [number, orphans] : found) checks.orphans.push_back(std::move(orphans));
}

// Of a damaged file the other checks say more.
std::vector<LongValues> long_values_in(Database& database) {
  try {
    return find_long_values(database, read_schema(database), k_longest_moved);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

SourceState observe_source(const std::string& source) {
  std::error_code none;
  const fs::path resolved = fs::canonical(source, none);
  SourceState state;
  state.path = none ? source : resolved.string();
  const auto database = Descriptor::open(state.path);
  state.header = parse_header(database.read(0, k_header_bytes), source);
  state.size = database.size();
  const auto wal = Descriptor::open_if_there(state.path + "-wal");
  state.wal_size = wal ? wal->size() : 0;
  const auto journal = Descriptor::open_if_there(state.path + "-journal");
  state.hot_journal = journal && journal->read(0, 1).find_first_not_of('\0') != std::string::npos &&
                      !database.holder(k_reserved_byte);
  state.writer = writer_of(database, state.path);
  state.in_use = state.writer || database.holder(k_shared_first, k_shared_size).has_value() ||
                 is_open_in_wal_mode(state.path);
  return state;
}

ContentChecks check_contents(Database& database, std::size_t most_keys) {
  ContentChecks checks;
  checks.long_values = long_values_in(database);
  if (!checks.long_values.empty()) return checks;
  check_integrity(database, checks);
  if (!checks.damage.empty()) return checks;
  for (const std::string& table : tables_with_keys(database)) {
    try {
      check_table(database, table, most_keys, checks);
    } catch (const Error& error) {
      if (is_damage(error)) throw;
      checks.orphans.push_back({table, {}, "", 0, {}, error.message()});
    }
  }
  return checks;
}

}  // namespace dunlin::sqlite
