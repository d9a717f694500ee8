#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {

using model::CatalogType;
using model::TypeKind;

namespace {

TypeKind type_kind(char typtype) {
  switch (typtype) {
    case 'e': return TypeKind::enumeration;
    case 'c': return TypeKind::composite;
    case 'r': return TypeKind::range;
    case 'p': return TypeKind::shell;
    default: return TypeKind::base;
  }
}

void read_types(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    CatalogType type;
    type.name = {rows.string(row, 1), rows.string(row, 2)};
    type.kind = type_kind(rows.text(row, 3)[0]);
    type.domain = rows.text(row, 3) == "d";
    type.not_null = rows.boolean(row, 5);
    if (type.domain)
      type.base = type_of(rows.text(row, 6), rows.text(row, 7), rows.boolean(row, 8), rows.number(row, 9));
    const Oid oid = rows.number(row, 0);
    if (const auto owner = reading.extension_types.find(oid); owner != reading.extension_types.end())
      type.extension = owner->second;
    const model::QualifiedName name = type.name;
    CatalogType& added = reading.catalog.types.insert_or_assign(name, std::move(type)).first->second;
    reading.types.emplace(oid, &added);
    if (added.kind == TypeKind::composite) reading.composites.emplace(rows.number(row, 4), &added);
  }
}

void read_labels(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row)
    if (const auto type = reading.types.find(rows.number(row, 0)); type != reading.types.end())
      type->second->labels.push_back(rows.string(row, 1));
}

}  // namespace

// The row types of tables aren't types of their own, nor are arrays.
const CatalogQuery k_types{
    R"(SELECT t.oid, n.nspname, t.typname, t.typtype, t.typrelid, t.typnotnull, bn.nspname, coalesce(e.typname, b.typname),
       e.oid IS NOT NULL, t.typtypmod
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
  LEFT JOIN pg_catalog.pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
  LEFT JOIN pg_catalog.pg_namespace bn ON bn.oid = coalesce(e.typnamespace, b.typnamespace)
 WHERE n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)' AND t.typtype <> 'm'
   AND (t.typrelid = 0 OR c.relkind = 'c') AND (t.typcategory <> 'A' OR t.typtype = 'd'))",
    read_types};

const CatalogQuery k_labels{
    "SELECT enumtypid, enumlabel FROM pg_catalog.pg_enum ORDER BY enumtypid, enumsortorder", read_labels};

}  // namespace dunlin::postgres
