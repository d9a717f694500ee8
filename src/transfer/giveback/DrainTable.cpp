#include "transfer/giveback/DrainTable.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "transfer/RowDecoder.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/giveback/KeptRows.hpp"
#include "transfer/load/Rejects.hpp"

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

std::string insert_of(const TableMapping& table) {
  const std::vector<std::string> marks(table.columns.size(), "?");
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", sqlite::quote_name(table.source),
                     join(source_columns(table), ", "), join(marks, ", "));
}

// Keys of the outbox as columns of the key's types; texts as their bytes, because a key that was spelled anew
// is two of them.
std::string touched_keys(const TableMapping& keys, const std::string& entries) {
  std::vector<std::string> values;
  for (std::size_t i = 0; i < keys.columns.size(); ++i) {
    const bool folds = folding_of(keys.columns[i]) != Folding::none;
    values.push_back(fmt::format("(key->>{})::{} AS k{}", i, folds ? "text" : keys.columns[i].type, i));
  }
  return fmt::format(
      "SELECT DISTINCT {} FROM dunlin.transfer_outbox WHERE source_table = {} AND key IS NOT NULL AND {}",
      join(values, ", "), quote_literal(keys.source), entries);
}

// A column's own comparison finds the row by the key's index; the bytes decide.
std::string same_key(const ColumnMapping& column, const std::string& name, std::size_t i) {
  const Folding folding = folding_of(column);
  if (folding == Folding::none) return fmt::format("t.{} = o.k{}", name, i);
  const std::string own = folding == Folding::citext ? fmt::format("t.{} = o.k{}::citext", name, i)
                                                     : fmt::format("t.{0} = o.k{1}", name, i);
  return fmt::format("{0} AND t.{1}::text COLLATE \"C\" = o.k{2} COLLATE \"C\"", own, name, i);
}

constexpr int k_sqlite_constraint = 19;  // the primary code, the lowest byte (SQLite docs, Result Codes)

// What the file's own constraints say of a row that PostgreSQL has.
Error not_taken(const TableMapping& table, const std::vector<sqlite::Value>& values, const Error& error) {
  const std::string code(error.fact("sqlite_code"));
  if (code.empty() || (std::stoi(code) & 0xff) != k_sqlite_constraint) return error;
  const std::string& message = error.message();
  const auto what = message.rfind(": ", message.rfind(" constraint failed"));
  const std::string row = table.key.empty() ? "a row" : key_of(table, values);
  return Error(
      ErrorCode::findings,
      fmt::format("{} {} of PostgreSQL doesn't fit the SQLite file: {}", printable(table.source),
                  printable(row), what == std::string::npos ? message : message.substr(what + 2)),
      "nothing was changed, the application works on PostgreSQL as before. Correct the row there, then "
      "run the command again");
}

// Writes into one table of the shadow.
class ShadowTable {
 public:
  ShadowTable(postgres::Connection& connection, const Mapping& mapping, const TableMapping& table,
              const std::string& entries, sqlite::Database& shadow)
      : connection_(connection),
        target_(followed_table(mapping, table)),
        table_(table),
        entries_(entries),
        shadow_(shadow) {}

  DrainedRows drain() {
    const std::int64_t truncated = last_truncation();
    if (truncated > 0) empty();
    if (target_.has_key())
      drain_keys();
    else
      drain_rows(truncated);
    return drained_;
  }

 private:
  // Of the entries; 0: none.
  std::int64_t last_truncation() {
    return connection_
        .exec(Sql::trusted(fmt::format(
            "SELECT coalesce(max(entry), 0) FROM dunlin.transfer_outbox WHERE source_table = {} AND op = "
            "'T' AND {}",
            quote_literal(table_.source), entries_)))
        .number(0, 0);
  }

  void empty() {
    shadow_.exec("DELETE FROM " + sqlite::quote_name(table_.source));
    drained_.deleted += shadow_.changes();
  }

  // All keys go before the first row comes: unique values may have changed places.
  void drain_keys() {
    const TableMapping keys = key_mapping(table_);
    const std::string touched = touched_keys(keys, entries_);
    KeptRows kept(shadow_, table_);
    take_keys(keys, touched, kept);
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < target_.key.size(); ++i)
      terms.push_back(same_key(keys.columns[i], target_.key[i], i));
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
  }

  void insert_rows(const std::string& select, KeptRows* kept = nullptr) {
    auto insert = shadow_.prepare(insert_of(table_));
    RowDecoder decoder(table_);
    postgres::BinaryRows rows(connection_,
                              Sql::trusted(fmt::format("COPY ({}) TO STDOUT (FORMAT binary)", select)));
    while (const auto image = rows.next()) {
      auto values = decoder.decode(*image);
      if (kept != nullptr) kept->restore(*image, values);
      insert.bind_all(values);
      try {
        insert.step();
      } catch (const Error& error) {
        throw not_taken(table_, values, error);
      }
      ++drained_.inserted;
    }
  }

  // Rows without key: their text is read back as a row of the table's type; runs of one kind together.
  void drain_rows(std::int64_t truncated) {
    const auto entries = connection_.exec(Sql::trusted(
        fmt::format("SELECT entry, op FROM dunlin.transfer_outbox WHERE source_table = {} AND op <> 'T' AND "
                    "entry > {} AND {} ORDER BY entry",
                    quote_literal(table_.source), truncated, entries_)));
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
        "AND entry BETWEEN {} AND {} AND {} OFFSET 0) o ORDER BY entry",
        join(columns, ", "), target_.name, quote_literal(table_.source), first, last, entries_);
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
      remove.bind_all(decoder.decode(*image));
      remove.step();
      drained_.deleted += shadow_.changes();
    }
  }

  postgres::Connection& connection_;
  FollowedTable target_;
  const TableMapping& table_;
  const std::string& entries_;
  sqlite::Database& shadow_;
  DrainedRows drained_;
};

}  // namespace

DrainedRows& DrainedRows::operator+=(const DrainedRows& other) {
  deleted += other.deleted;
  inserted += other.inserted;
  return *this;
}

DrainedRows drain_table(postgres::Connection& connection, const Mapping& mapping, const TableMapping& table,
                        const std::string& entries, sqlite::Database& shadow) {
  return ShadowTable(connection, mapping, table, entries, shadow).drain();
}

}  // namespace dunlin::transfer
