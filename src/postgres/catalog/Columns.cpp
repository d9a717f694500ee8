#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {

using model::CatalogColumn;
using model::Generated;

namespace {

Generated generated_of(std::string_view identity, std::string_view generated) {
  if (identity == "a") return Generated::identity_always;
  if (identity == "d") return Generated::identity_by_default;
  if (generated == "s") return Generated::stored;
  return generated == "v" ? Generated::virtual_ : Generated::no;
}

CatalogColumn made_column(const Result& rows, int row) {
  CatalogColumn column;
  column.name = rows.string(row, 2);
  column.type = type_of(rows.text(row, 3), rows.text(row, 4), rows.boolean(row, 5), rows.number(row, 6));
  column.not_null = rows.boolean(row, 7);
  column.generated = generated_of(rows.text(row, 9), rows.text(row, 10));
  const bool computed = column.generated == Generated::stored || column.generated == Generated::virtual_;
  (computed ? column.generation_text : column.default_text) = rows.string(row, 8);
  if (column.default_text.starts_with("NULL::")) column.default_text.clear();
  column.collation = rows.string(row, 11);
  column.inherited = rows.boolean(row, 12);
  column.local = rows.boolean(row, 13);
  return column;
}

std::vector<CatalogColumn>* owner_of(Reading& reading, Oid oid) {
  if (const auto found = reading.relations.find(oid); found != reading.relations.end())
    return &found->second->columns;
  const auto found = reading.composites.find(oid);
  return found == reading.composites.end() ? nullptr : &found->second->attributes;
}

void read_columns(const Result& rows, Reading& reading) {
  Oid current = 0;
  std::vector<CatalogColumn>* columns = nullptr;
  std::vector<std::string>* names = nullptr;
  for (int row = 0; row < rows.rows(); ++row) {
    const Oid oid = rows.number(row, 0);
    if (oid != current) {
      current = oid;
      columns = owner_of(reading, oid);
      names = &reading.columns[oid];
    }
    names->resize(static_cast<std::size_t>(rows.number(row, 1)));
    names->back() = rows.string(row, 2);
    if (columns != nullptr) columns->push_back(made_column(rows, row));
  }
}

void read_generated_columns(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const Oid oid = rows.number(row, 0);
    const auto found = reading.relations.find(oid);
    if (found == reading.relations.end()) continue;
    if (auto* column = found->second->find_column(reading.column(oid, rows.number(row, 1))))
      column->generated_from.push_back(reading.column(oid, rows.number(row, 2)));
  }
}

}  // namespace

const CatalogQuery k_columns{
    R"(SELECT a.attrelid, a.attnum, a.attname, tn.nspname, coalesce(e.typname, t.typname), e.oid IS NOT NULL,
       a.atttypmod, a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
       CASE WHEN a.attcollation <> t.typcollation THEN co.collname END, a.attinhcount > 0, a.attislocal
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
  JOIN pg_catalog.pg_namespace tn ON tn.oid = coalesce(e.typnamespace, t.typnamespace)
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
 WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)'
 ORDER BY a.attrelid, a.attnum)",
    read_columns};

// The dependency begins at the column, or at its expression in pg_attrdef: that changed between versions.
const CatalogQuery k_generated_columns{
    R"(SELECT a.attrelid, a.attnum, d.refobjsubid
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = a.attrelid
   AND d.refobjsubid NOT IN (0, a.attnum)
   AND ((d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = a.attrelid AND d.objsubid = a.attnum)
        OR (d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = f.oid))
 WHERE a.attgenerated <> '' AND a.attrelid >= 16384)",
    read_generated_columns};

}  // namespace dunlin::postgres
