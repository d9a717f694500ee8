#include "transfer/assess/LongEntries.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "sql/command/Identifier.hpp"
#include "sqlite/Database.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/assess/SchemaProblems.hpp"
#include "transfer/load/Chunks.hpp"
#include "transfer/load/Rejects.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_most_keys = 20;
constexpr std::int64_t k_most_tried = 10'000;
constexpr const char* k_table = "pg_temp.dunlin_trial";

// What an index-entry-too-long is about.
struct Entry {
  const sqlite::Index* index = nullptr;
  TableMapping* table = nullptr;
  std::string terms;  // as CREATE INDEX has them
  std::string where;
};

// The rows that don't fit.
struct Misfits {
  std::int64_t count = 0;
  std::int64_t tried = 0;
  std::vector<std::string> keys;
};

const PromisedIndex* promised_index(const TargetSchema& target, const std::string& table,
                                    const sqlite::Index& index) {
  const PromisedTable* promised = target.find(table);
  if (promised == nullptr) return nullptr;
  const auto found =
      std::find_if(promised->indexes.begin(), promised->indexes.end(),
                   [&](const PromisedIndex& one) { return one.source == "index " + index.name; });
  return found != promised->indexes.end() ? &*found : nullptr;
}

// The columns of a PRIMARY KEY or UNIQUE constraint by their new names.
std::string plain_terms(const TableMapping& table, const sqlite::Index& index) {
  std::vector<std::string> terms;
  for (const auto& term : index.terms)
    for (const auto& column : table.columns)
      if (equal_ignoring_case(column.source, term.column)) terms.push_back(quote_identifier(column.target));
  return join(terms, ", ");
}

// Nothing for one that isn't in the target anyway.
std::optional<Entry> find_entry(const std::string& object, const sqlite::Schema& schema,
                                const TargetSchema& target, Mapping& mapping) {
  for (auto& table : mapping.tables) {
    const sqlite::Table* source = schema.find(table.source);
    if (source == nullptr) continue;
    for (const auto& index : source->indexes) {
      if (object != table.source + "." + index.name) continue;
      if (index.origin != sqlite::Index::Origin::created)
        return Entry{&index, &table, plain_terms(table, index), ""};
      const PromisedIndex* promised = promised_index(target, table.source, index);
      if (promised == nullptr) return std::nullopt;
      return Entry{&index, &table, join(promised->terms, ", "), promised->where};
    }
  }
  return std::nullopt;
}

// Columns that the index names, and those that tell rows apart.
TableMapping needed_columns(const Entry& entry) {
  TableMapping out = *entry.table;
  std::erase_if(out.columns, [&](const ColumnMapping& column) {
    const bool is_key = std::find(out.key.begin(), out.key.end(), column.source) != out.key.end();
    const std::string name = sql::readable_identifier(column.target);
    return !is_key && (entry.terms + entry.where).find(name) == std::string::npos;
  });
  return out;
}

void make_index(postgres::Connection& connection, const TableMapping& table, const Entry& entry) {
  std::vector<std::string> columns;
  for (const auto& column : table.columns) {
    // Their own types may not be there yet; the length is the text's.
    const bool as_text = column.conversion == Conversion::enumeration || column.type == "citext";
    columns.push_back(quote_identifier(column.target) + " " + (as_text ? "text" : column.type));
  }
  connection.exec(postgres::Sql::trusted(fmt::format("CREATE TABLE {} ({})", k_table, join(columns, ", "))));
  connection.exec(postgres::Sql::trusted(fmt::format("CREATE INDEX ON {} ({}){}", k_table, entry.terms,
                                                     entry.where.empty() ? "" : " WHERE " + entry.where)));
}

bool fits(postgres::Connection& connection, const std::string& image) {
  connection.exec("SAVEPOINT dunlin_trial");
  bool stored = true;
  try {
    connection.copy_in(postgres::Sql::trusted(fmt::format("COPY {} FROM STDIN (FORMAT binary)", k_table)),
                       std::string(copy_header()) + image + std::string(copy_trailer()));
  } catch (const postgres::SqlError& error) {
    if (error.sqlstate() != "54000") throw;  // program_limit_exceeded
    stored = false;
  }
  connection.exec("ROLLBACK TO SAVEPOINT dunlin_trial");
  return stored;
}

Misfits try_entries(postgres::Connection& connection, sqlite::Database& snapshot, const Entry& entry) {
  const TableMapping table = needed_columns(entry);
  const postgres::Transaction never_committed(connection);
  make_index(connection, table, entry);
  RowEncoder encoder(table);
  auto query = snapshot.prepare(fmt::format("{} WHERE {}", select_chunk(table, {.table = table.source}),
                                            long_entry_condition(*entry.table, *entry.index)));
  std::vector<sqlite::Value> row(static_cast<std::size_t>(query.columns()));
  Misfits out;
  while (out.tried < k_most_tried && query.step()) {
    query.read(row);
    std::string image;
    if (!encoder.encode(std::span(row).first(table.columns.size()), image)) continue;
    ++out.tried;
    if (fits(connection, image)) continue;
    if (out.count++ < static_cast<std::int64_t>(k_most_keys)) out.keys.push_back(key_of(table, row));
  }
  return out;
}

void settle(const Misfits& misfits, const Entry& entry, Problem& problem) {
  problem.count = misfits.count;
  problem.keys = misfits.keys;
  const bool may_go = entry.index->origin == sqlite::Index::Origin::created && !entry.index->unique;
  const std::string entries =
      fmt::format("{}{} {} longer than an index of PostgreSQL takes (2,704 bytes, compressed)",
                  misfits.tried == k_most_tried ? "at least " : "", with_thousands(misfits.count),
                  misfits.count == 1 ? "entry is" : "entries are");
  problem.message = may_go ? "the index isn't in the target: " + entries : entries;
  problem.weight = may_go ? Weight::changed : Weight::refused;
  problem.hint = may_go ? "index a hash or the beginning of the value instead: left(x, 600), sha256(x)"
                        : "shorten these values in the source: a key can't do without its index";
  if (may_go) entry.table->left_out.push_back("index " + entry.index->name);
}

}  // namespace

void settle_long_entries(postgres::Connection& connection, const std::string& snapshot,
                         const sqlite::Schema& schema, const TargetSchema& target, Mapping& mapping,
                         std::vector<Problem>& problems) {
  auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
  std::vector<Problem> left;
  for (auto& problem : problems) {
    if (problem.rule == "index-entry-too-long") {
      const auto entry = find_entry(problem.object, schema, target, mapping);
      if (!entry) continue;
      try {
        const Misfits misfits = try_entries(connection, database, *entry);
        if (misfits.count == 0) continue;
        settle(misfits, *entry, problem);
      } catch (const postgres::SqlError& error) {
        if (error.ends_the_work()) throw;
        problem.weight = Weight::refused;
        problem.message += "; that can't be tried: " + error.message();
      }
    }
    left.push_back(std::move(problem));
  }
  problems = std::move(left);
}

}  // namespace dunlin::transfer
