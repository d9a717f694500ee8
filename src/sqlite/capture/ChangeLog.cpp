#include "sqlite/capture/ChangeLog.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::sqlite {
namespace {

std::string quoted_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + '\'';
}

std::vector<std::string> key_of(const Table& table) {
  if (!table.without_rowid) return {quote_name(table.rowid_name)};
  std::vector<std::string> key;
  for (const auto& column : table.primary_key()) key.push_back(quote_name(column));
  return key;
}

// "a".x, "a".y of the columns x, y.
std::string of(std::string_view owner, const std::vector<std::string>& columns) {
  std::vector<std::string> terms;
  for (const auto& column : columns) terms.push_back(fmt::format("{}.{}", owner, column));
  return join(terms, ", ");
}

std::string into_log(const Table& table) {
  std::string columns = "t";
  for (std::size_t i = 0; i < key_of(table).size(); ++i) columns += fmt::format(", k{}", i + 1);
  return fmt::format("INSERT INTO {} ({})", k_change_log, columns);
}

std::string log_row(const Table& table, std::string_view owner) {
  return fmt::format("{} VALUES ({}, {});", into_log(table), quoted_text(table.name),
                     of(owner, key_of(table)));
}

std::string differs_from_old(const std::vector<std::string>& columns, std::string_view other) {
  std::vector<std::string> terms;
  for (const auto& column : columns)
    terms.push_back(fmt::format("{}.{} IS NOT OLD.{}", other, column, column));
  return "(" + join(terms, " OR ") + ")";
}

const Column* find_column(const Table& table, const std::string& name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& column) { return column.name == name; });
  return found == table.columns.end() ? nullptr : &*found;
}

// Unique indexes whose entries another row may have; the rowid has none.
std::vector<const Index*> unique_indexes(const Table& table) {
  std::vector<const Index*> found;
  for (const Index& index : table.indexes)
    if (index.unique) found.push_back(&index);
  return found;
}

// With REPLACE, NULL in a NOT NULL column becomes its default.
std::string has_value_of_new(const Table& table, const IndexTerm& term) {
  const std::string column = quote_name(term.column);
  const std::string collation = quote_name(term.collation.empty() ? "BINARY" : term.collation);
  std::string same = fmt::format("r.{0} = NEW.{0} COLLATE {1}", column, collation);
  const Column* known = find_column(table, term.column);
  if (known == nullptr || !known->not_null || !known->default_sql) return same;
  return fmt::format("({} OR (NEW.{} IS NULL AND r.{} = ({}) COLLATE {}))", same, column, column,
                     *known->default_sql, collation);
}

std::string log_rows_in_the_way(const Table& table, bool update) {
  std::string statements;
  for (const Index* index : unique_indexes(table)) {
    std::vector<std::string> terms;
    for (const IndexTerm& term : index->terms) terms.push_back(has_value_of_new(table, term));
    if (update) terms.push_back(differs_from_old(key_of(table), "r"));
    statements +=
        fmt::format(" {} SELECT {}, {} FROM {} AS r WHERE {};", into_log(table), quoted_text(table.name),
                    of("r", key_of(table)), quote_name(table.name), join(terms, " AND "));
  }
  return statements;
}

CaptureObject trigger(const Table& table, std::size_t number, std::string_view event, std::string_view when,
                      const std::string& body) {
  std::string name = fmt::format("{}{}_{}", k_capture_prefix, number, event);
  std::string sql = fmt::format("CREATE TRIGGER {} {} ON {} BEGIN {} END", quote_name(name), when,
                                quote_name(table.name), body);
  return {"trigger", std::move(name), std::move(sql)};
}

void add_triggers(const Table& table, std::size_t number, std::vector<CaptureObject>& objects) {
  const auto key = key_of(table);
  if (!unique_indexes(table).empty()) {
    objects.push_back(
        trigger(table, number, "before_insert", "BEFORE INSERT", log_rows_in_the_way(table, false)));
    objects.push_back(
        trigger(table, number, "before_update", "BEFORE UPDATE", log_rows_in_the_way(table, true)));
  }
  objects.push_back(trigger(table, number, "insert", "AFTER INSERT", log_row(table, "NEW")));
  objects.push_back(trigger(table, number, "delete", "AFTER DELETE", log_row(table, "OLD")));
  objects.push_back(
      trigger(table, number, "update", "AFTER UPDATE",
              log_row(table, "OLD") + fmt::format(" {} SELECT {}, {} WHERE {};", into_log(table),
                                                  quoted_text(table.name), of("NEW", key),
                                                  differs_from_old(key, "NEW"))));
}

std::vector<CaptureObject> captured_objects(Database& database) {
  auto query = database.prepare(
      fmt::format("SELECT type, name, sql FROM sqlite_master WHERE (type = 'table' AND name = '{}') OR "
                  "(type = 'trigger' AND substr(name, 1, {}) = '{}')",
                  k_change_log, k_capture_prefix.size(), k_capture_prefix));
  std::vector<CaptureObject> objects;
  while (query.step()) objects.push_back({query.text(0), query.text(1), query.text(2)});
  return objects;
}

bool same_objects(std::vector<CaptureObject> left, std::vector<CaptureObject> right) {
  const auto by_name = [](const CaptureObject& a, const CaptureObject& b) { return a.name < b.name; };
  std::sort(left.begin(), left.end(), by_name);
  std::sort(right.begin(), right.end(), by_name);
  return left == right;
}

void drop_objects(Database& database, const std::vector<CaptureObject>& objects) {
  for (const char* type : {"trigger", "table"}) {
    for (const auto& object : objects)
      if (object.type == type) database.exec(fmt::format("DROP {} {}", type, quote_name(object.name)));
  }
}

Database open_for_writing(const std::string& source, int wait_ms) {
  Database database = Database::open_source(source);
  database.exec(fmt::format("PRAGMA busy_timeout = {}", wait_ms));
  return database;
}

}  // namespace

std::vector<CaptureObject> capture_objects(const std::vector<Table>& tables) {
  std::size_t columns = 1;
  for (const Table& table : tables) columns = std::max(columns, key_of(table).size());
  std::string log = fmt::format("CREATE TABLE {} (n INTEGER PRIMARY KEY, t TEXT NOT NULL", k_change_log);
  for (std::size_t i = 0; i < columns; ++i) log += fmt::format(", k{}", i + 1);
  std::vector<CaptureObject> objects{{"table", std::string(k_change_log), log + ")"}};
  for (std::size_t i = 0; i < tables.size(); ++i) add_triggers(tables[i], i, objects);
  return objects;
}

std::vector<std::string> reasons_against_capture(const Schema& schema) {
  std::vector<std::string> reasons;
  for (const auto& table : schema.virtual_tables)
    reasons.push_back(fmt::format("{} is a virtual table, and can't have triggers", printable(table.name)));
  for (const Table& table : schema.tables) {
    if (table.name == k_change_log) continue;
    if (!table.without_rowid && table.rowid_name.empty())
      reasons.push_back(fmt::format("columns of {} hide every name of its rowid", printable(table.name)));
    for (const Index* index : unique_indexes(table)) {
      if (std::any_of(index->terms.begin(), index->terms.end(),
                      [](const IndexTerm& term) { return term.column.empty(); }))
        reasons.push_back(
            fmt::format("{} of {} is a unique index on an expression: rows that REPLACE takes "
                        "away couldn't be seen",
                        printable(index->name), printable(table.name)));
    }
  }
  return reasons;
}

bool has_capture(Database& database) {
  return !captured_objects(database).empty();
}

bool has_capture(Database& database, const std::vector<CaptureObject>& objects) {
  return same_objects(captured_objects(database), objects);
}

void install_capture(const std::string& source, const std::vector<CaptureObject>& objects, int wait_ms) {
  Database database = open_for_writing(source, wait_ms);
  database.exec("BEGIN IMMEDIATE");
  if (has_capture(database, objects)) return database.exec("ROLLBACK");
  drop_objects(database, captured_objects(database));
  for (const auto& object : objects) database.exec(object.sql);
  database.exec("COMMIT");
}

bool remove_capture(const std::string& source, int wait_ms) {
  Database database = open_for_writing(source, wait_ms);
  database.exec("BEGIN IMMEDIATE");
  const auto objects = captured_objects(database);
  drop_objects(database, objects);
  database.exec(objects.empty() ? "ROLLBACK" : "COMMIT");
  return !objects.empty();
}

}  // namespace dunlin::sqlite
