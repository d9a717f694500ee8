#include "transfer/structure/CatalogFacts.hpp"

#include "base/Identifier.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Connection;

// Names in one value, apart by the character that no name of ours has.
std::vector<std::string> split_names(std::string_view joined) {
  std::vector<std::string> names;
  while (!joined.empty()) {
    const auto end = joined.find('\x01');
    names.emplace_back(joined.substr(0, end));
    joined.remove_prefix(end == std::string_view::npos ? joined.size() : end + 1);
  }
  return names;
}

char letter(const postgres::Result& rows, int row, int column) {
  const auto text = rows.text(row, column);
  return text.empty() ? ' ' : text.front();
}

std::vector<std::string> read_tables(Connection& connection, const std::string& schema) {
  const auto rows = connection.exec(
      "SELECT c.relname FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = "
      "$1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT EXISTS (SELECT FROM pg_depend d "
      "WHERE "
      "d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') ORDER BY 1",
      {schema});
  std::vector<std::string> tables;
  for (int row = 0; row < rows.rows(); ++row) tables.push_back(rows.string(row, 0));
  return tables;
}

std::vector<ColumnFact> read_columns(Connection& connection, const std::string& schema) {
  // A type of the schema itself, or of an extension, has no schema in its name, whatever search_path is.
  const auto rows = connection.exec(
      "SELECT c.relname, a.attname, CASE WHEN t.typnamespace = c.relnamespace OR t.typname = 'citext' THEN "
      "t.typname::text ELSE "
      "format_type(a.atttypid, a.atttypmod) END, coalesce((SELECT collname FROM pg_collation k WHERE k.oid = "
      "a.attcollation), ''), a.attnotnull, a.attidentity <> '', a.attgenerated <> '', a.atthasdef AND "
      "a.attgenerated = '' FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid "
      "= "
      "a.atttypid WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND c.relkind IN "
      "('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, "
      "a.attnum",
      {schema});
  std::vector<ColumnFact> columns;
  for (int row = 0; row < rows.rows(); ++row)
    columns.push_back({.table = rows.string(row, 0),
                       .name = rows.string(row, 1),
                       .type = rows.string(row, 2),
                       .collation = rows.string(row, 3),
                       .not_null = rows.boolean(row, 4),
                       .identity = rows.boolean(row, 5),
                       .generated = rows.boolean(row, 6),
                       .has_default = rows.boolean(row, 7)});
  return columns;
}

std::vector<ConstraintFact> read_constraints(Connection& connection, const std::string& schema) {
  const auto rows = connection.exec(
      "SELECT c.relname, k.conname, k.contype, k.convalidated, array_to_string(ARRAY(SELECT a.attname FROM "
      "unnest(k.conkey) WITH ORDINALITY AS n (number, place) JOIN pg_attribute a ON a.attrelid = k.conrelid "
      "AND "
      "a.attnum = n.number ORDER BY n.place), E'\\x01'), coalesce(p.relname, ''), "
      "array_to_string(ARRAY(SELECT "
      "a.attname FROM unnest(k.confkey) WITH ORDINALITY AS n (number, place) JOIN pg_attribute a ON "
      "a.attrelid "
      "= k.confrelid AND a.attnum = n.number ORDER BY n.place), E'\\x01'), k.confupdtype, k.confdeltype, "
      "k.condeferred FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class p ON "
      "p.oid = "
      "k.confrelid WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND k.contype IN "
      "('p', 'u', 'f', 'c') AND NOT c.relispartition ORDER BY c.relname, k.conname",
      {schema});
  std::vector<ConstraintFact> constraints;
  for (int row = 0; row < rows.rows(); ++row)
    constraints.push_back({.table = rows.string(row, 0),
                           .name = rows.string(row, 1),
                           .kind = letter(rows, row, 2),
                           .validated = rows.boolean(row, 3),
                           .columns = split_names(rows.text(row, 4)),
                           .parent = rows.string(row, 5),
                           .parent_columns = split_names(rows.text(row, 6)),
                           .on_update = letter(rows, row, 7),
                           .on_delete = letter(rows, row, 8),
                           .initially_deferred = rows.boolean(row, 9)});
  return constraints;
}

std::vector<IndexFact> read_indexes(Connection& connection, const std::string& schema) {
  const auto rows = connection.exec(
      "SELECT c.relname, i.relname, x.indisunique, x.indisvalid AND x.indisready AND x.indislive, x.indpred "
      "IS "
      "NOT NULL, x.indnkeyatts FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON "
      "c.oid "
      "= x.indrelid WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND c.relkind "
      "IN "
      "('r', 'p') AND NOT c.relispartition ORDER BY c.relname, i.relname",
      {schema});
  std::vector<IndexFact> indexes;
  for (int row = 0; row < rows.rows(); ++row)
    indexes.push_back({.table = rows.string(row, 0),
                       .name = rows.string(row, 1),
                       .unique = rows.boolean(row, 2),
                       .valid = rows.boolean(row, 3),
                       .partial = rows.boolean(row, 4),
                       .terms = static_cast<int>(rows.number(row, 5))});
  return indexes;
}

std::vector<PartitioningFact> read_partitioned(Connection& connection, const std::string& schema) {
  const auto rows = connection.exec(
      "SELECT c.relname, p.partstrat, array_to_string(ARRAY(SELECT a.attname FROM "
      "unnest(p.partattrs::int2[]) "
      "WITH "
      "ORDINALITY AS n (number, place) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = n.number "
      "ORDER "
      "BY "
      "n.place), E'\\x01'), (SELECT count(*) FROM pg_inherits i WHERE i.inhparent = c.oid) FROM "
      "pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid WHERE c.relnamespace = (SELECT oid FROM "
      "pg_namespace WHERE nspname = $1) AND NOT c.relispartition ORDER BY c.relname",
      {schema});
  std::vector<PartitioningFact> tables;
  for (int row = 0; row < rows.rows(); ++row)
    tables.push_back({.table = rows.string(row, 0),
                      .by = letter(rows, row, 1),
                      .columns = split_names(rows.text(row, 2)),
                      .partitions = static_cast<int>(rows.number(row, 3))});
  return tables;
}

SequenceFact read_sequence(Connection& connection, const std::string& schema, const ColumnFact& column) {
  const std::string table = quote_identifier(schema, column.table);
  const auto sequence =
      connection.exec("SELECT pg_get_serial_sequence($1, $2)", {table, column.name}).string(0, 0);
  const auto state = connection.exec(postgres::Sql::trusted(
      "SELECT s.last_value, s.is_called, q.seqmax, (SELECT max(" + quote_identifier(column.name) + ") FROM " +
      table + ") FROM " + sequence + " AS s, pg_sequence AS q WHERE q.seqrelid = " + quote_literal(sequence) +
      "::regclass"));
  const std::int64_t last = state.number(0, 0);
  const bool called = state.boolean(0, 1);
  const bool exhausted = called && last >= state.number(0, 2);
  return {.table = column.table,
          .column = column.name,
          .exhausted = exhausted,
          .next = called && !exhausted ? last + 1 : last,
          .stored = state.is_null(0, 3) ? 0 : state.number(0, 3)};
}

}  // namespace

CatalogFacts read_catalog_facts(Connection& connection, const std::string& schema) {
  CatalogFacts facts{.tables = read_tables(connection, schema),
                     .columns = read_columns(connection, schema),
                     .constraints = read_constraints(connection, schema),
                     .indexes = read_indexes(connection, schema),
                     .sequences = {},
                     .partitioned = read_partitioned(connection, schema)};
  for (const auto& column : facts.columns)
    if (column.identity) facts.sequences.push_back(read_sequence(connection, schema, column));
  return facts;
}

}  // namespace dunlin::transfer
