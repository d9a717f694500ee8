#include "transfer/follow/RowReader.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

// Text of a key is bound as bytes and cast, because it is in the encoding of the file.
std::string key_condition(const TableMapping& table) {
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < table.key.size(); ++i)
    terms.push_back(fmt::format("{0} = CASE WHEN ?{2} THEN CAST(?{1} AS TEXT) ELSE ?{1} END",
                                sqlite::quote_name(table.key[i]), 2 * i + 1, 2 * i + 2));
  return join(terms, " AND ");
}

std::string rowid_condition(const TableMapping& table) {
  if (table.rowid_name.empty())
    throw refused(fmt::format("rows of {} can't be followed: columns hide every name of its rowid",
                              printable(table.source)),
                  "rename one of the columns rowid, oid and _rowid_ in the source, or stop its writers and "
                  "load it again with dunlin transfer run");
  return sqlite::quote_name(table.rowid_name) + " = ?1";
}

std::string select_of(const TableMapping& table) {
  std::vector<std::string> columns;
  for (const ColumnMapping& column : table.columns) columns.push_back(sqlite::quote_name(column.source));
  return fmt::format("SELECT {} FROM {} WHERE {}", join(columns, ", "), sqlite::quote_name(table.source),
                     table.kind == KeyKind::rowid ? rowid_condition(table) : key_condition(table));
}

sqlite::Value bound(const sqlite::StoredValue& value) {
  const bool bytes = value.storage == sqlite::Storage::text || value.storage == sqlite::Storage::blob;
  return {bytes ? sqlite::Storage::blob : value.storage, value.integer, value.real, value.bytes};
}

}  // namespace

RowReader::RowReader(sqlite::Database& copy, const TableMapping& table)
    : table_(&table), query_(copy.prepare(select_of(table))), row_(table.columns.size()) {}

const std::vector<sqlite::Value>& RowReader::at(std::int64_t rowid) {
  query_.reset();
  query_.bind(1, sqlite::Value::of(rowid));
  return read();
}

const std::vector<sqlite::Value>& RowReader::at(const std::vector<sqlite::StoredValue>& key) {
  query_.reset();
  for (std::size_t i = 0; i < key.size(); ++i) {
    query_.bind(static_cast<int>(2 * i + 1), bound(key[i]));
    const std::int64_t is_text = key[i].storage == sqlite::Storage::text ? 1 : 0;
    query_.bind(static_cast<int>(2 * i + 2), sqlite::Value::of(is_text));
  }
  return read();
}

const std::vector<sqlite::Value>& RowReader::read() {
  if (!query_.step())
    throw Error(ErrorCode::failed,
                fmt::format("a row of {} that changed can't be found in our copy of the source",
                            printable(table_->source)),
                "check the source with PRAGMA integrity_check");
  query_.read(row_);
  return row_;
}

}  // namespace dunlin::transfer
