#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {

using model::CatalogIndex;
using model::CatalogIndexColumn;

namespace {

constexpr std::int64_t k_descending = 1;   // INDOPTION_DESC
constexpr std::int64_t k_nulls_first = 2;  // INDOPTION_NULLS_FIRST

void read_operator_classes(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row)
    reading.operator_classes.emplace(rows.number(row, 0), rows.string(row, 1));
}

void read_parts(const Result& rows, int row, const Reading& reading, CatalogIndex& index) {
  const Oid table = rows.number(row, 3);
  const auto columns = numbers_in(rows.text(row, 7));
  const auto options = numbers_in(rows.text(row, 9));
  const auto classes = numbers_in(rows.text(row, 10));
  const auto keys = static_cast<std::size_t>(rows.number(row, 8));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string name = reading.column(table, columns[i]);
    if (i >= keys) {
      index.include.push_back(std::move(name));
      continue;
    }
    CatalogIndexColumn column{.name = std::move(name)};
    column.descending = (options.at(i) & k_descending) != 0;
    column.nulls_first = (options.at(i) & k_nulls_first) != 0;
    const auto named = reading.operator_classes.find(classes.at(i));
    if (named != reading.operator_classes.end()) column.operator_class = named->second;
    index.columns.push_back(std::move(column));
  }
}

void read_indexes(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto table = reading.relations.find(rows.number(row, 3));
    if (table == reading.relations.end()) continue;
    CatalogIndex index;
    index.name = {rows.string(row, 1), rows.string(row, 2)};
    index.table = table->second->name;
    index.unique = rows.boolean(row, 4);
    index.valid = rows.boolean(row, 5);
    index.method = rows.string(row, 6);
    read_parts(rows, row, reading, index);
    index.predicate_text = rows.string(row, 11);
    index.nulls_not_distinct = rows.boolean(row, 12);
    index.constraint = rows.string(row, 13);
    index.scans = rows.number(row, 14);
    index.bytes = rows.number(row, 15);
    reading.indexes.emplace(rows.number(row, 0), &reading.catalog.add(std::move(index)));
  }
}

void read_index_parents(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto child = reading.indexes.find(rows.number(row, 0));
    const auto parent = reading.indexes.find(rows.number(row, 1));
    if (child != reading.indexes.end() && parent != reading.indexes.end())
      child->second->partition_of = parent->second->name;
  }
}

CatalogIndexColumn* part_of(const Result& rows, int row, Reading& reading) {
  const auto index = reading.indexes.find(rows.number(row, 0));
  const auto part = static_cast<std::size_t>(rows.number(row, 1) - 1);
  if (index == reading.indexes.end() || part >= index->second->columns.size()) return nullptr;
  return &index->second->columns[part];
}

void read_index_expressions(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row)
    if (auto* part = part_of(rows, row, reading)) part->expression_text = rows.string(row, 2);
}

void read_index_collations(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row)
    if (auto* part = part_of(rows, row, reading)) part->collation = rows.string(row, 2);
}

void read_index_columns(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto index = reading.indexes.find(rows.number(row, 0));
    if (index == reading.indexes.end()) continue;
    index->second->used_columns.push_back(reading.column(rows.number(row, 1), rows.number(row, 2)));
  }
}

}  // namespace

const CatalogQuery k_operator_classes{"SELECT oid, opcname FROM pg_catalog.pg_opclass WHERE NOT opcdefault",
                                      read_operator_classes};

// A column of a newer version is taken from the inner table where there is one, else from `older`.
const CatalogQuery k_indexes{
    R"(SELECT i.*
  FROM (SELECT false AS indnullsnotdistinct) AS older,
       LATERAL (SELECT x.indexrelid, n.nspname, c.relname, x.indrelid, x.indisunique, x.indisvalid, am.amname,
                       x.indkey, x.indnkeyatts, x.indoption, x.indclass, pg_get_expr(x.indpred, x.indrelid),
                       indnullsnotdistinct, con.conname, pg_stat_get_numscans(x.indexrelid),
                       c.relpages::bigint * current_setting('block_size')::bigint
                  FROM pg_catalog.pg_index x
                  JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_catalog.pg_am am ON am.oid = c.relam
                  LEFT JOIN pg_catalog.pg_constraint con
                         ON con.conindid = x.indexrelid AND con.conrelid = x.indrelid AND con.contype IN ('p', 'u', 'x')
                 WHERE n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)') AS i)",
    read_indexes};

const CatalogQuery k_index_parents{
    R"(SELECT i.inhrelid, i.inhparent
  FROM pg_catalog.pg_inherits i
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('i', 'I'))",
    read_index_parents};

const CatalogQuery k_index_expressions{
    R"(SELECT x.indexrelid, k.number, pg_get_indexdef(x.indexrelid, k.number, true)
  FROM pg_catalog.pg_index x, generate_series(1, x.indnkeyatts::int) AS k (number)
 WHERE x.indexprs IS NOT NULL AND x.indkey[k.number - 1] = 0 AND x.indrelid >= 16384)",
    read_index_expressions};

const CatalogQuery k_index_columns{
    R"(SELECT x.indexrelid, x.indrelid, d.refobjsubid
  FROM pg_catalog.pg_index x
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = x.indexrelid
                             AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = x.indrelid
                             AND d.refobjsubid > 0
 WHERE (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL) AND x.indrelid >= 16384
 ORDER BY x.indexrelid, d.refobjsubid)",
    read_index_columns};

const CatalogQuery k_index_collations{
    R"(SELECT x.indexrelid, k.number, co.collname
  FROM pg_catalog.pg_index x
 CROSS JOIN LATERAL unnest(x.indcollation::oid[]) WITH ORDINALITY AS k (collation_oid, number)
  JOIN pg_catalog.pg_collation co ON co.oid = k.collation_oid
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[k.number - 1]
 WHERE k.collation_oid <> 100 AND k.collation_oid IS DISTINCT FROM a.attcollation AND x.indrelid >= 16384)",
    read_index_collations};

}  // namespace dunlin::postgres
