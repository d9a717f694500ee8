#include "migrate/batch/BatchTable.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Json.hpp"
#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

using postgres::Connection;
using postgres::Sql;

std::string written(const sql::QualifiedName& name) {
  return name.schema.empty() ? quote_identifier(name.name) : quote_identifier(name.schema, name.name);
}

// A B-tree index whose order is that of ORDER BY key (or its reverse): unique, whole, of the columns' own
// collations and default operator classes.
void require_unique_index(Connection& connection, const BatchTable& table, const std::string& numbers) {
  const auto found = connection.exec(R"(
    SELECT EXISTS (
      SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
      WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
        AND m.amname = 'btree'
        AND array_to_string((i.indkey::int2[])[0:i.indnkeyatts - 1], ',') = $2
        AND (SELECT count(DISTINCT o) = 1 AND bool_and(o IN (0, 3)) FROM unnest(i.indoption::int2[]) o)
        AND NOT EXISTS (SELECT FROM unnest(i.indclass::oid[]) o JOIN pg_opclass p ON p.oid = o WHERE NOT p.opcdefault)
        AND NOT EXISTS (SELECT FROM unnest(i.indkey::int2[], i.indcollation::oid[]) AS k (number, collation_)
                        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                        WHERE k.collation_ <> 0 AND k.collation_ <> a.attcollation)))",
                                     {table.oid, numbers});
  if (found.boolean(0, 0)) return;
  std::vector<std::string> names;
  for (const auto& column : table.key) names.push_back(quote_identifier(column.name));
  throw refused(
      fmt::format("batches over {} need a unique index on just ({}), in this order", printable(table.name),
                  printable(join(names, ", "))),
      fmt::format("name another key, or make one first: CREATE UNIQUE INDEX CONCURRENTLY ON {} ({})",
                  printable(table.name), printable(join(names, ", "))));
}

// Reads the key's columns into `table` and gives their numbers, "1,2".
std::string read_key(Connection& connection, BatchTable& table, const sql::BatchDirective& batch) {
  const auto rows = connection.exec(R"(
    SELECT k.name, a.attnum, format_type(a.atttypid, -1), a.attgenerated <> '',
           b.typtype = 'e' OR b.oid = ANY ('{int2,int4,int8,oid,numeric,uuid,text,varchar,bpchar,date,timestamp,timestamptz}'::regtype[])
    FROM unnest($2::text[]) WITH ORDINALITY k (name, n)
    LEFT JOIN pg_attribute a ON a.attrelid = $1::oid AND a.attname = k.name AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
    ORDER BY k.n)",
                                    {table.oid, postgres::array_literal(batch.key)});
  std::vector<std::string> numbers;
  for (int row = 0; row < rows.rows(); ++row) {
    const auto name = printable(rows.text(row, 0));
    if (rows.is_null(row, 1)) throw refused(fmt::format("{} has no column {}", printable(table.name), name));
    if (rows.boolean(row, 3))
      throw refused(fmt::format("column {} is generated from others, so a row's key could change", name),
                    "name another key for the batches");
    if (!rows.boolean(row, 4))
      throw refused(fmt::format("a column of type {} ({}) can't be the key of batches",
                                printable(rows.text(row, 2)), name),
                    "whole and decimal numbers, uuid, text, dates and timestamps, and enums can");
    table.key.push_back({rows.string(row, 0), rows.string(row, 2)});
    numbers.push_back(rows.string(row, 1));
  }
  return join(numbers, ",");
}

// "a", "b DESC", ...
std::string order(const BatchTable& table, std::string_view direction) {
  std::vector<std::string> columns;
  for (const auto& column : table.key)
    columns.push_back(quote_identifier(column.name) + std::string(direction));
  return join(columns, ", ");
}

// The key's columns in the JSON spelling, of rows of a subquery that calls them k1, k2, ...
std::string key_as_text(const BatchTable& table) {
  std::vector<std::string> values;
  for (std::size_t i = 1; i <= table.key.size(); ++i)
    values.push_back(fmt::format("pg_catalog.to_jsonb(k.k{}) #>> '{{}}'", i));
  return join(values, ", ");
}

std::string key_columns(const BatchTable& table) {
  std::vector<std::string> columns;
  for (const auto& column : table.key)
    columns.push_back(fmt::format("{} AS k{}", quote_identifier(column.name), columns.size() + 1));
  return join(columns, ", ");
}

}  // namespace

BatchTable look_up_batch_table(Connection& connection, const sql::BatchDirective& batch,
                               const sql::BatchedStatement& statement) {
  const auto row = connection.exec(R"(
    SELECT c.oid, n.nspname, c.relname, c.relkind, to_regclass($2) = c.oid,
           c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass($1))",
                                   {written(batch.table), written(statement.table)});
  if (row.rows() == 0) throw refused(fmt::format("there is no table {}", printable(written(batch.table))));
  BatchTable table{
      .oid = row.string(0, 0), .name = quote_identifier(row.text(0, 1), row.text(0, 2)), .key = {}};
  if (row.text(0, 3) != "r" && row.text(0, 3) != "p")
    throw refused(fmt::format("{} isn't a table", printable(table.name)));
  if (!row.boolean(0, 4)) {
    throw refused(fmt::format("the batches' table {} isn't the one that the statement changes ({})",
                              printable(table.name), printable(written(statement.table))),
                  "write the schema in both, or in neither");
  }
  if (row.boolean(0, 5) && !statement.only) {
    throw refused(fmt::format("other tables inherit from {}, and a key over all of them has no index",
                              printable(table.name)),
                  "write ONLY, and a statement for each of the others");
  }
  const auto numbers = read_key(connection, table, batch);
  require_unique_index(connection, table, numbers);
  if (statement.only) table.name = "ONLY " + table.name;
  return table;
}

void require_whole_keys(Connection& connection, const BatchTable& table) {
  for (const auto& column : table.key) {
    const auto name = quote_identifier(column.name);
    const auto oid_and_name = postgres::Parameters{table.oid, column.name};
    if (connection
            .exec("SELECT attnotnull FROM pg_attribute WHERE attrelid = $1::oid AND attname = $2",
                  oid_and_name)
            .boolean(0, 0))
      continue;
    const auto found = connection.exec(
        Sql::trusted(fmt::format("SELECT EXISTS (SELECT FROM {} WHERE {} IS NULL)", table.name, name)));
    if (!found.boolean(0, 0)) continue;
    throw refused(fmt::format("{} has rows whose {} is NULL: they would be in no batch",
                              printable(table.name), printable(name)),
                  "name a key without NULLs");
  }
}

std::optional<std::vector<std::string>> largest_key(Connection& connection, const BatchTable& table) {
  const auto row = connection.exec(
      Sql::trusted(fmt::format("SELECT {} FROM (SELECT {} FROM {} ORDER BY {} LIMIT 1) k", key_as_text(table),
                               key_columns(table), table.name, order(table, " DESC"))));
  if (row.rows() == 0) return std::nullopt;
  std::vector<std::string> key;
  for (int column = 0; column < row.columns(); ++column) key.push_back(row.string(0, column));
  return key;
}

std::int64_t estimate_rows(Connection& connection, const BatchTable& table) {
  const auto plan = connection.exec(Sql::trusted("EXPLAIN (FORMAT JSON) SELECT FROM " + table.name));
  const Json json = Json::parse(plan.string(0, 0));
  const auto* first =
      json.elements() == nullptr || json.elements()->empty() ? nullptr : &json.elements()->front();
  const auto* node = first == nullptr ? nullptr : first->find("Plan");
  const auto* rows = node == nullptr ? nullptr : node->find("Plan Rows");
  const auto* number = rows == nullptr ? nullptr : std::get_if<std::int64_t>(&rows->value());
  return number == nullptr ? 0 : *number;
}

std::string batch_end_query(const BatchTable& table, bool lower) {
  const std::size_t skipped = (lower ? 2 : 1) * table.key.size() + 1;
  return fmt::format("SELECT {} FROM (SELECT {} FROM {} WHERE {} ORDER BY {} OFFSET ${}::bigint LIMIT 1) k",
                     key_as_text(table), key_columns(table), table.name, sql::key_range("", table.key, lower),
                     order(table, ""), skipped);
}

}  // namespace dunlin::migrate
