#include "sqlite/capture/LoggedRows.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/capture/ChangeLog.hpp"

namespace dunlin::sqlite {
namespace {

// Our own tables beside those with rows.
constexpr const char* k_keys = "dunlin_key";
constexpr const char* k_sequences = "dunlin_sequence";
// The log is made shorter where nobody writes at that moment.
constexpr int k_purge_wait_ms = 50;

// Columns that hold something: generated ones follow from others.
std::vector<std::string> stored_columns(const Table& table) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns)
    if (!column.generated_sql) columns.push_back(quote_name(column.name));
  return columns;
}

// With the rowid where it isn't one of the columns.
std::string row_columns(const Table& table) {
  const std::string columns = join(stored_columns(table), ", ");
  const bool hidden = !table.without_rowid && !table.rowid_alias;
  return hidden ? quote_name(table.rowid_name) + ", " + columns : columns;
}

std::vector<std::string> key_columns(const Table& table) {
  std::vector<std::string> key;
  for (const auto& column : table.primary_key()) key.push_back(quote_name(column));
  return key;
}

std::string log_columns(std::size_t count) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < count; ++i) columns.push_back(fmt::format("k{}", i + 1));
  return join(columns, ", ");
}

// Without types and constraints: the values stay what they are.
std::string make_table(const Table& table) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].generated_sql) continue;
    const bool alias = table.rowid_alias && *table.rowid_alias == i;
    columns.push_back(quote_name(table.columns[i].name) + (alias ? " INTEGER PRIMARY KEY" : ""));
  }
  // Keys that a collation holds for equal find the same row.
  if (table.without_rowid) columns.push_back("UNIQUE (" + join(key_columns(table), ", ") + ")");
  return fmt::format("CREATE TABLE main.{} ({})", quote_name(table.name), join(columns, ", "));
}

// Rows of `schema`.table whose keys were logged, in the words of a FROM clause.
std::string logged(const Table& table, std::string_view schema) {
  const std::string name = quote_name(table.name);
  if (!table.without_rowid)
    return fmt::format("{}.{} r WHERE r.{} IN (SELECT k1 FROM main.{} WHERE t = ?1)", schema, name,
                       quote_name(table.rowid_name), k_keys);
  std::vector<std::string> terms;
  const auto key = key_columns(table);
  for (std::size_t i = 0; i < key.size(); ++i) terms.push_back(fmt::format("r.{} = k.k{}", key[i], i + 1));
  return fmt::format("main.{} k CROSS JOIN {}.{} r ON {} WHERE k.t = ?1", k_keys, schema, name,
                     join(terms, " AND "));
}

void run(Database& database, const std::string& sql, const std::string& text) {
  auto query = database.prepare(sql);
  query.bind(1, Value::text(text));
  while (query.step()) continue;
}

void attach(Database& database, const std::string& path, const char* name) {
  run(database, fmt::format("ATTACH ?1 AS {}", name), path);
}

StoredValue stored(const Value& value, const Value& bytes) {
  const bool has_bytes = value.storage == Storage::text || value.storage == Storage::blob;
  return {value.storage, value.integer, value.real, has_bytes ? std::string(bytes.bytes) : ""};
}

RowPlaces read_places(Database& database, const Table& table, const std::string& from) {
  RowPlaces places;
  if (!table.without_rowid) {
    auto query =
        database.prepare(fmt::format("SELECT r.{} FROM {} ORDER BY 1", quote_name(table.rowid_name), from));
    query.bind(1, Value::text(table.name));
    while (query.step()) places.rowids.push_back(query.integer(0));
    return places;
  }
  std::vector<std::string> columns;
  for (const auto& column : key_columns(table))
    columns.push_back(fmt::format("r.{0}, CAST(r.{0} AS BLOB)", column));
  auto query = database.prepare(fmt::format("SELECT DISTINCT {} FROM {}", join(columns, ", "), from));
  query.bind(1, Value::text(table.name));
  while (query.step()) {
    auto& key = places.keys.emplace_back();
    for (int i = 0; i < query.columns(); i += 2) key.push_back(stored(query.value(i), query.value(i + 1)));
  }
  return places;
}

bool has_table(Database& database, const char* schema, std::string_view name) {
  return database.number(fmt::format(
             "SELECT count(*) FROM {}.sqlite_master WHERE type = 'table' AND name = '{}'", schema, name)) > 0;
}

void purge(const std::string& source, std::int64_t known) {
  Database database = Database::open_source(source);
  database.exec(fmt::format("PRAGMA busy_timeout = {}", k_purge_wait_ms));
  try {
    // The last entry stays: numbers never come twice.
    database.exec(fmt::format("DELETE FROM {} WHERE n < {}", k_change_log, known));
  } catch (const Error&) {
    return;  // somebody writes; the entries go another time
  }
}

// One go at reading, with the source's read transaction open.
class Reader {
 public:
  Reader(const std::string& source, const std::string& base, const std::string& rows, const Schema& schema,
         int wait_ms)
      : schema_(schema), database_(Database::open(rows, Database::Mode::create)) {
    database_.exec("PRAGMA encoding = '" + schema.encoding + "'");
    database_.exec("PRAGMA synchronous = OFF");
    database_.exec("PRAGMA journal_mode = MEMORY");
    database_.exec(fmt::format("PRAGMA busy_timeout = {}", wait_ms));
    attach(database_, base, "base");
    attach(database_, source, "source");
  }

  std::optional<LoggedRows> read() {
    database_.exec("BEGIN");
    if (database_.number("PRAGMA source.schema_version") != database_.number("PRAGMA base.schema_version"))
      return std::nullopt;
    read_log();
    LoggedRows result;
    result.keys = static_cast<std::size_t>(database_.number(fmt::format("SELECT count(*) FROM {}", k_keys)));
    std::vector<const Table*> touched;
    for (const Table& table : schema_.tables)
      if (copy_rows(table)) touched.push_back(&table);
    read_sequences(result);
    database_.exec("COMMIT");  // the source is free from here on
    for (const Table* table : touched)
      result.tables.push_back(
          {table->name, read_places(database_, *table, logged(*table, "base")),
           read_places(database_, *table, "main." + quote_name(table->name) + " r WHERE ?1 IS ?1")});
    return result;
  }

 private:
  void read_log() {
    const auto count = database_.number(
        fmt::format("SELECT count(*) - 2 FROM pragma_table_info('{}', 'base')", k_change_log));
    const std::string columns = log_columns(static_cast<std::size_t>(count));
    database_.exec(fmt::format("CREATE TABLE main.{} (t, {})", k_keys, columns));
    database_.exec(fmt::format("CREATE TABLE main.{} (n INTEGER PRIMARY KEY)", k_change_log));
    database_.exec(
        fmt::format("INSERT INTO main.{0} SELECT n FROM source.{0} ORDER BY n DESC LIMIT 1", k_change_log));
    database_.exec(
        fmt::format("INSERT INTO main.{0} SELECT DISTINCT t, {1} FROM source.{2} WHERE n > (SELECT "
                    "coalesce(max(n), 0) FROM base.{2})",
                    k_keys, columns, k_change_log));
  }

  bool copy_rows(const Table& table) {
    auto query = database_.prepare(fmt::format("SELECT 1 FROM {} WHERE t = ?1 LIMIT 1", k_keys));
    query.bind(1, Value::text(table.name));
    if (!query.step()) return false;
    query.reset();
    database_.exec(make_table(table));
    std::string columns;
    for (const auto& column : stored_columns(table)) columns += (columns.empty() ? "r." : ", r.") + column;
    if (!table.without_rowid && !table.rowid_alias)
      columns = "r." + quote_name(table.rowid_name) + ", " + columns;
    run(database_,
        fmt::format("INSERT OR IGNORE INTO main.{} ({}) SELECT {} FROM {}", quote_name(table.name),
                    row_columns(table), columns, logged(table, "source")),
        table.name);
    return true;
  }

  void read_sequences(LoggedRows& result) {
    if (!has_table(database_, "source", "sqlite_sequence")) return;
    database_.exec(
        fmt::format("CREATE TABLE main.{} AS SELECT name, seq FROM source.sqlite_sequence", k_sequences));
    auto query = database_.prepare(fmt::format("SELECT name, seq FROM main.{}", k_sequences));
    while (query.step()) result.sequences[query.text(0)] = query.integer(1);
  }

  const Schema& schema_;
  Database database_;
};

}  // namespace

std::optional<LoggedRows> read_logged_rows(const std::string& source, const std::string& base,
                                           const std::string& rows, const Schema& schema, bool keep_log,
                                           int wait_ms) {
  {
    auto copy = Database::open(base, Database::Mode::read_only);
    if (!has_table(copy, "main", k_change_log)) return std::nullopt;
    const auto known = copy.number(fmt::format("SELECT max(n) FROM {}", k_change_log));
    if (!keep_log && known > 0) purge(source, known);
  }
  remove_copy(rows);
  auto result = Reader(source, base, rows, schema, wait_ms).read();
  if (result) make_durable(rows);
  return result;
}

void apply_logged_rows(const std::string& base, const std::string& rows, const Schema& schema) {
  Database database = Database::open(base, Database::Mode::read_write);
  database.silence_triggers();
  database.exec("PRAGMA foreign_keys = OFF");
  database.exec("PRAGMA ignore_check_constraints = ON");
  attach(database, rows, "logged");
  database.exec("BEGIN");
  for (const Table& table : schema.tables) {
    if (!has_table(database, "logged", table.name)) continue;
    const std::string name = quote_name(table.name);
    const std::size_t keys = table.without_rowid ? key_columns(table).size() : 1;
    const std::string key =
        table.without_rowid ? "(" + join(key_columns(table), ", ") + ")" : quote_name(table.rowid_name);
    run(database,
        fmt::format("DELETE FROM main.{} WHERE {} IN (SELECT {} FROM logged.{} WHERE t = ?1)", name, key,
                    log_columns(keys), k_keys),
        table.name);
    database.exec(
        fmt::format("INSERT INTO main.{0} ({1}) SELECT {1} FROM logged.{0}", name, row_columns(table)));
  }
  database.exec(fmt::format("DELETE FROM main.{}", k_change_log));
  database.exec(fmt::format("INSERT INTO main.{0} (n, t) SELECT n, '' FROM logged.{0}", k_change_log));
  if (has_table(database, "logged", k_sequences)) {
    database.exec("DELETE FROM main.sqlite_sequence");
    database.exec(fmt::format("INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM logged.{}",
                              k_sequences));
  }
  database.exec("COMMIT");
}

}  // namespace dunlin::sqlite
