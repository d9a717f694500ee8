#include "transfer/giveback/Shadow.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "transfer/RowDecoder.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/giveback/KeptRows.hpp"
#include "transfer/giveback/VirtualTables.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

std::vector<std::string> source_columns(const TableMapping& table) {
  std::vector<std::string> columns;
  for (const ColumnMapping& column : table.columns) columns.push_back(sqlite::quote_name(column.source));
  return columns;
}

// The mapping of the key's columns alone, in the order of the key.
TableMapping key_mapping(const TableMapping& table) {
  TableMapping keys = table;
  keys.columns.clear();
  for (const std::string& name : table.key)
    keys.columns.push_back(*std::find_if(table.columns.begin(), table.columns.end(),
                                         [&](const auto& column) { return column.source == name; }));
  return keys;
}

void bind_all(sqlite::Query& query, const std::vector<sqlite::Value>& values) {
  query.reset();
  for (std::size_t i = 0; i < values.size(); ++i) query.bind(static_cast<int>(i + 1), values[i]);
}

std::string insert_of(const TableMapping& table) {
  const std::vector<std::string> marks(table.columns.size(), "?");
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", sqlite::quote_name(table.source),
                     join(source_columns(table), ", "), join(marks, ", "));
}

// Keys of the outbox as columns of the key's types.
std::string touched_keys(const TableMapping& keys) {
  std::vector<std::string> values;
  for (std::size_t i = 0; i < keys.columns.size(); ++i)
    values.push_back(fmt::format("(key->>{})::{} AS k{}", i, keys.columns[i].type, i));
  return fmt::format(
      "SELECT DISTINCT {} FROM dunlin.transfer_outbox WHERE source_table = {} AND key IS NOT NULL",
      join(values, ", "), quote_literal(keys.source));
}

// Writes into one table of the shadow.
class ShadowTable {
 public:
  ShadowTable(postgres::Connection& connection, const Mapping& mapping, const TableMapping& table,
              sqlite::Database& shadow, Drained& drained)
      : connection_(connection),
        target_(followed_table(mapping, table)),
        table_(table),
        shadow_(shadow),
        drained_(drained) {}

  void drain() {
    if (was_truncated()) empty();
    if (target_.has_key())
      drain_keys();
    else
      drain_rows();
  }

 private:
  bool was_truncated() {
    return connection_
        .exec("SELECT EXISTS (SELECT FROM dunlin.transfer_outbox WHERE source_table = $1 AND op = 'T')",
              {table_.source})
        .boolean(0, 0);
  }

  void empty() {
    shadow_.exec("DELETE FROM " + sqlite::quote_name(table_.source));
    drained_.deleted += shadow_.changes();
  }

  // All keys go before the first row comes: unique values may have changed places.
  void drain_keys() {
    const TableMapping keys = key_mapping(table_);
    const std::string touched = touched_keys(keys);
    KeptRows kept(shadow_, table_);
    take_keys(keys, touched, kept);
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < target_.key.size(); ++i)
      terms.push_back(fmt::format("t.{} = o.k{}", target_.key[i], i));
    std::vector<std::string> columns;
    for (const auto& column : target_.columns) columns.push_back("t." + column);
    insert_rows(fmt::format("SELECT {} FROM {} t JOIN ({}) o ON {}", join(columns, ", "), target_.name,
                            touched, join(terms, " AND ")),
                &kept);
  }

  void take_keys(const TableMapping& keys, const std::string& touched, KeptRows& kept) {
    RowDecoder decoder(keys);
    postgres::BinaryRows rows(connection_,
                              Sql::trusted(fmt::format("COPY ({}) TO STDOUT (FORMAT binary)", touched)));
    while (const auto image = rows.next()) {
      if (kept.take(decoder.decode(*image))) ++drained_.deleted;
    }
    kept.settle();
  }

  void insert_rows(const std::string& select, KeptRows* kept = nullptr) {
    auto insert = shadow_.prepare(insert_of(table_));
    RowDecoder decoder(table_);
    postgres::BinaryRows rows(connection_,
                              Sql::trusted(fmt::format("COPY ({}) TO STDOUT (FORMAT binary)", select)));
    while (const auto image = rows.next()) {
      auto values = decoder.decode(*image);
      if (kept != nullptr) kept->restore(*image, values);
      bind_all(insert, values);
      insert.step();
      ++drained_.inserted;
    }
  }

  // Rows without key: their text is read back as a row of the table's type; runs of one kind together.
  void drain_rows() {
    const auto entries = connection_.exec(
        "SELECT entry, op FROM dunlin.transfer_outbox WHERE source_table = $1 AND op <> 'T' AND entry > "
        "coalesce((SELECT max(entry) FROM dunlin.transfer_outbox WHERE source_table = $1 AND op = 'T'), 0) "
        "ORDER BY entry",
        {table_.source});
    for (int begin = 0; begin < entries.rows();) {
      int end = begin;
      while (end < entries.rows() && entries.text(end, 1) == entries.text(begin, 1)) ++end;
      const std::string rows = rows_between(entries.string(begin, 0), entries.string(end - 1, 0));
      if (entries.text(begin, 1) == "I")
        insert_rows(rows);
      else
        delete_rows(rows);
      begin = end;
    }
  }

  std::string rows_between(const std::string& first, const std::string& last) {
    std::vector<std::string> columns;
    for (const auto& column : target_.columns) columns.push_back("(r)." + column);
    return fmt::format(
        "SELECT {} FROM (SELECT image::{} AS r, entry FROM dunlin.transfer_outbox WHERE source_table = {} "
        "AND "
        "entry BETWEEN {} AND {} OFFSET 0) o ORDER BY entry",
        join(columns, ", "), target_.name, quote_literal(table_.source), first, last);
  }

  void delete_rows(const std::string& select) {
    std::vector<std::string> terms;
    for (const std::string& name : source_columns(table_)) terms.push_back(name + " IS ? COLLATE BINARY");
    const std::string name = sqlite::quote_name(table_.source);
    const std::string& rowid = table_.rowid_name;
    auto remove =
        shadow_.prepare(fmt::format("DELETE FROM {0} WHERE {1} = (SELECT {1} FROM {0} WHERE {2} LIMIT 1)",
                                    name, rowid, join(terms, " AND ")));
    RowDecoder decoder(table_);
    postgres::BinaryRows rows(connection_,
                              Sql::trusted(fmt::format("COPY ({}) TO STDOUT (FORMAT binary)", select)));
    while (const auto image = rows.next()) {
      bind_all(remove, decoder.decode(*image));
      remove.step();
      drained_.deleted += shadow_.changes();
    }
  }

  postgres::Connection& connection_;
  FollowedTable target_;
  const TableMapping& table_;
  sqlite::Database& shadow_;
  Drained& drained_;
};

// Numbers that PostgreSQL has given out don't come twice.
void raise_sequence(postgres::Connection& connection, const Mapping& mapping, const TableMapping& mapped,
                    const sqlite::Schema& schema, sqlite::Database& shadow) {
  const sqlite::Table* table = schema.find(mapped.source);
  if (table == nullptr || !table->autoincrement || mapped.key.size() != 1) return;
  const TableMapping key = key_mapping(mapped);
  const auto found =
      connection.exec("SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass), 0)",
                      {followed_table(mapping, mapped).name, key.columns.front().target});
  const std::int64_t given_out = found.is_null(0, 0) ? 0 : found.number(0, 0);
  auto exists = shadow.prepare("SELECT count(*) FROM sqlite_sequence WHERE name = ?");
  exists.bind(1, sqlite::Value::text(mapped.source));
  exists.step();
  auto raise =
      shadow.prepare(exists.integer(0) > 0 ? "UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = ?2"
                                           : "INSERT INTO sqlite_sequence (seq, name) VALUES (?1, ?2)");
  raise.bind(1, sqlite::Value::of(given_out));
  raise.bind(2, sqlite::Value::text(mapped.source));
  raise.step();
}

}  // namespace

Drained drain_outbox(postgres::Connection& connection, const Mapping& mapping, const sqlite::Schema& schema,
                     sqlite::Database& shadow) {
  Drained drained;
  drained.entries = connection.exec("SELECT count(*) FROM dunlin.transfer_outbox").number(0, 0);
  shadow.exec("PRAGMA synchronous = OFF");
  shadow.exec("PRAGMA foreign_keys = OFF");
  shadow.silence_triggers();
  shadow.exec("BEGIN");
  VirtualTables virtual_tables(shadow, schema);
  for (const TableMapping& table : mapping.tables) {
    const auto before = drained.deleted + drained.inserted;
    ShadowTable(connection, mapping, table, shadow, drained).drain();
    if (drained.deleted + drained.inserted > before) virtual_tables.note_changed(table.source);
  }
  drained.stale = virtual_tables.finish();
  for (const TableMapping& table : mapping.tables) raise_sequence(connection, mapping, table, schema, shadow);
  shadow.exec("COMMIT");
  return drained;
}

}  // namespace dunlin::transfer
