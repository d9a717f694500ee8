#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {
namespace {

void read_extension_members(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    auto& members = rows.text(row, 0) == "pg_class"  ? reading.extension_classes
                    : rows.text(row, 0) == "pg_proc" ? reading.extension_routines
                                                     : reading.extension_types;
    members.emplace(rows.number(row, 1), rows.string(row, 2));
  }
}

void read_schemas(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) reading.catalog.schemas.try_emplace(rows.string(row, 0));
}

void read_extensions(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) reading.catalog.extensions.try_emplace(rows.string(row, 0));
}

void read_roles(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) reading.catalog.roles.try_emplace(rows.string(row, 0));
}

}  // namespace

const CatalogQuery k_extension_members{
    R"(SELECT d.classid::regclass, d.objid, e.extname
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
 WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
   AND d.classid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_type'::regclass))",
    read_extension_members};

const CatalogQuery k_schemas{
    "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ "
    "'^(pg_|information_schema$|dunlin(_kept)?$)'",
    read_schemas};

const CatalogQuery k_extensions{"SELECT extname FROM pg_catalog.pg_extension", read_extensions};

const CatalogQuery k_roles{"SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'", read_roles};

}  // namespace dunlin::postgres
