#include "transfer/giveback/KeptRows.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "transfer/verify/CanonicalJson.hpp"
#include "transfer/verify/RowImage.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Storage;
using sqlite::Value;

std::string column_list(const TableMapping& table) {
  std::vector<std::string> columns;
  for (const ColumnMapping& column : table.columns) columns.push_back(sqlite::quote_name(column.source));
  return join(columns, ", ");
}

std::string key_list(const TableMapping& table) {
  std::vector<std::string> columns;
  for (const std::string& column : table.key) columns.push_back(sqlite::quote_name(column));
  return join(columns, ", ");
}

std::string key_condition(const TableMapping& table) {
  std::vector<std::string> terms;
  for (const std::string& column : table.key) terms.push_back(sqlite::quote_name(column) + " = ?");
  return join(terms, " AND ");
}

std::string main_name(const TableMapping& table) {
  return "main." + sqlite::quote_name(table.source);
}

// With the columns' affinities, which leave stored values as they are, and without collations.
sqlite::Query make_place(sqlite::Database& shadow, const TableMapping& table) {
  const std::string columns = column_list(table);
  shadow.exec(
      fmt::format("CREATE TEMP TABLE dunlin_kept AS SELECT {} FROM {} WHERE 0", columns, main_name(table)));
  return shadow.prepare(fmt::format("INSERT INTO temp.dunlin_kept SELECT {} FROM {} WHERE {}", columns,
                                    main_name(table), key_condition(table)));
}

void bind_all(sqlite::Query& query, const std::vector<Value>& values) {
  query.reset();
  for (std::size_t i = 0; i < values.size(); ++i) query.bind(static_cast<int>(i + 1), values[i]);
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
  if (column.conversion != Conversion::jsonb || !a || !b) return a == b;
  return canonical_json(a->substr(1)) == canonical_json(b->substr(1));
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
    : shadow_(shadow),
      table_(table),
      key_places_(places_of_key(table)),
      keep_(make_place(shadow, table)),
      remove_(shadow.prepare(fmt::format("DELETE FROM {} WHERE {}", main_name(table), key_condition(table)))),
      encoder_(table),
      kept_(table.columns.size()) {}

KeptRows::~KeptRows() {
  keep_.reset();
  remove_.reset();
  find_.reset();
  try {
    shadow_.exec("DROP TABLE temp.dunlin_kept");
  } catch (const Error&) {  // the whole shadow is given up then
  }
}

bool KeptRows::take(const std::vector<Value>& key) {
  bind_all(keep_, key);
  keep_.step();
  if (shadow_.changes() == 0) return false;
  bind_all(remove_, key);
  remove_.step();
  return true;
}

void KeptRows::settle() {
  shadow_.exec(fmt::format("CREATE INDEX temp.dunlin_kept_key ON dunlin_kept ({})", key_list(table_)));
  find_.emplace(shadow_.prepare(
      fmt::format("SELECT {} FROM temp.dunlin_kept WHERE {}", column_list(table_), key_condition(table_))));
}

void KeptRows::restore(std::string_view image, std::vector<Value>& values) {
  std::vector<Value> key;
  for (const std::size_t place : key_places_) key.push_back(values[place]);
  bind_all(*find_, key);
  if (!find_->step()) return;
  find_->read(kept_);
  image_.clear();
  if (!encoder_.encode(kept_, image_)) throw left_out(table_, key);
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
