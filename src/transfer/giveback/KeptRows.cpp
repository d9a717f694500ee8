#include "transfer/giveback/KeptRows.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "transfer/verify/RowImage.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Storage;
using sqlite::Value;

std::string column_list(const TableMapping& table) {
  std::vector<std::string> columns;
  for (const ColumnMapping& column : table.columns) columns.push_back(sqlite::quote_name(column.source));
  return join(columns, ", ");
}

// What `=` finds goes by the column's collation, as its index does.
std::string key_condition(const TableMapping& table) {
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < table.key.size(); ++i)
    terms.push_back(fmt::format("{} = ?{}", sqlite::quote_name(table.key[i]), i + 1));
  return join(terms, " AND ");
}

std::string same_bytes(const TableMapping& table) {
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < table.key.size(); ++i)
    terms.push_back(fmt::format("{} = ?{} COLLATE BINARY", sqlite::quote_name(table.key[i]), i + 1));
  return join(terms, " AND ");
}

std::string in_schema(const char* schema, const TableMapping& table) {
  return fmt::format("{}.{}", schema, sqlite::quote_name(table.source));
}

std::vector<std::size_t> places_of_key(const TableMapping& table) {
  std::vector<std::size_t> places;
  for (const std::string& name : table.key) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const ColumnMapping& column) { return column.source == name; });
    places.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
  return places;
}

// jsonb is spelled anew by the server.
bool is_same(const ColumnMapping& column, std::optional<std::string_view> a,
             std::optional<std::string_view> b) {
  return a == b || comparable_field(column, a) == comparable_field(column, b);
}

// Where a column holds texts and numbers, a new value is of the kind that the old one was: a text of digits
// stays a text.
void keep_kind(const ColumnMapping& column, const Value& before, std::string_view field, Value& value) {
  const bool number = value.storage == Storage::integer || value.storage == Storage::real;
  if (column.conversion == Conversion::text && before.storage == Storage::text && number)
    value = Value::text(field);
}

Error left_out(const TableMapping& table, std::vector<Value> key) {
  std::string shown;
  for (std::size_t i = 0; i < key.size(); ++i)
    shown += fmt::format(
        "{}{}={}", shown.empty() ? "" : ",", printable(table.key[i]),
        key[i].storage == Storage::integer ? std::to_string(key[i].integer) : printable(key[i].bytes));
  return refused(
      fmt::format("{} {} is in both: the load left it out of PostgreSQL because it doesn't fit, and "
                  "since then another row with this key was written there",
                  printable(table.source), shown),
      "nothing was changed; give the row in PostgreSQL another key, then run the command again");
}

}  // namespace

KeptRows::KeptRows(sqlite::Database& shadow, const TableMapping& table)
    : table_(table),
      key_places_(places_of_key(table)),
      remove_(shadow.prepare(
          fmt::format("DELETE FROM {} WHERE {}", in_schema("main", table), key_condition(table)))),
      find_(
          shadow.prepare(fmt::format("SELECT {} FROM {} WHERE {} AND {}", column_list(table),
                                     in_schema("original", table), key_condition(table), same_bytes(table)))),
      shadow_(shadow),
      encoder_(table),
      kept_(table.columns.size()) {}

bool KeptRows::find(const std::vector<Value>& key) {
  find_.bind_all(key);
  if (!find_.step()) return false;
  find_.read(kept_);
  return true;
}

// False for a row that the load left out of PostgreSQL.
bool KeptRows::encode_found() {
  image_.clear();
  return encoder_.encode(kept_, image_);
}

bool KeptRows::take(const std::vector<Value>& key) {
  if (find(key) && !encode_found()) return false;
  remove_.bind_all(key);
  remove_.step();
  return shadow_.changes() > 0;
}

void KeptRows::restore(std::string_view image, std::vector<Value>& values) {
  std::vector<Value> key;
  for (const std::size_t place : key_places_) key.push_back(values[place]);
  if (!find(key)) return;
  if (!encode_found()) throw left_out(table_, key);
  RowImage now(image), before(image_);
  now.fields();
  before.fields();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto field = now.next();
    if (is_same(table_.columns[i], field, before.next()))
      values[i] = kept_[i];
    else if (field)
      keep_kind(table_.columns[i], kept_[i], *field, values[i]);
  }
}

}  // namespace dunlin::transfer
