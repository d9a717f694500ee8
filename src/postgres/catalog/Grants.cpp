#include "base/Text.hpp"
#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {

using model::CatalogGrant;
using model::ObjectKind;

namespace {

// Rows are ordered by object, grantee and grant option; each has one privilege.
void add_privilege(std::vector<CatalogGrant>& grants, CatalogGrant grant) {
  if (!grants.empty()) {
    CatalogGrant& last = grants.back();
    if (last.kind == grant.kind && last.object == grant.object && last.grantee == grant.grantee &&
        last.with_grant_option == grant.with_grant_option) {
      last.privileges.push_back(std::move(grant.privileges.front()));
      return;
    }
  }
  grants.push_back(std::move(grant));
}

CatalogGrant grant_of(const Result& rows, int row, ObjectKind kind, std::string object) {
  return {.kind = kind,
          .object = std::move(object),
          .grantee = rows.string(row, 1),
          .privileges = {to_lower(rows.text(row, 2))},
          .with_grant_option = rows.boolean(row, 3)};
}

void read_relation_grants(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row)
    add_privilege(reading.catalog.grants,
                  grant_of(rows, row, rows.text(row, 4) == "S" ? ObjectKind::sequence : ObjectKind::table,
                           rows.string(row, 0)));
}

void read_schema_grants(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row)
    add_privilege(reading.catalog.grants, grant_of(rows, row, ObjectKind::schema, rows.string(row, 0)));
}

void read_function_grants(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    model::CatalogFunction function;
    function.name = {rows.string(row, 4), rows.string(row, 5)};
    for (const std::int64_t oid : numbers_in(rows.text(row, 6)))
      function.arguments.push_back({.type = reading.type_names[oid]});
    add_privilege(reading.catalog.grants, grant_of(rows, row, ObjectKind::function, function.signature()));
  }
}

ObjectKind granted_kind(char defaclobjtype) {
  switch (defaclobjtype) {
    case 'S': return ObjectKind::sequence;
    case 'f': return ObjectKind::function;
    case 'T': return ObjectKind::type;
    case 'n': return ObjectKind::schema;
    default: return ObjectKind::table;
  }
}

// A row without a privilege stands for a list of function rights that PUBLIC isn't in.
void read_default_grants(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const bool revoke = rows.text(row, 5) == "t";
    reading.catalog.default_grants.push_back(
        {.revoke = revoke,
         .schema = rows.string(row, 0),
         .grant = grant_of(rows, row, granted_kind(rows.text(row, 4)[0]), "")});
  }
}

}  // namespace

const CatalogQuery k_relation_grants{
    R"(SELECT n.nspname || '.' || c.relname, CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END,
       a.privilege_type, a.is_grantable, c.relkind
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL aclexplode(c.relacl) a
 WHERE c.relacl IS NOT NULL AND a.grantee <> c.relowner AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
   AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)'
 ORDER BY 1, 2, 4, 3)",
    read_relation_grants};

const CatalogQuery k_function_grants{
    R"(SELECT p.oid, CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END, a.privilege_type,
       a.is_grantable, n.nspname, p.proname, p.proargtypes
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 CROSS JOIN LATERAL aclexplode(p.proacl) a
 WHERE p.proacl IS NOT NULL AND a.grantee <> p.proowner AND p.prokind IN ('f', 'p')
   AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)'
 ORDER BY 1, 2, 4, 3)",
    read_function_grants};

const CatalogQuery k_schema_grants{
    R"(SELECT n.nspname, CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END, a.privilege_type,
       a.is_grantable
  FROM pg_catalog.pg_namespace n
 CROSS JOIN LATERAL aclexplode(n.nspacl) a
 WHERE a.grantee <> n.nspowner AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)'
 ORDER BY 1, 2, 4, 3)",
    read_schema_grants};

const CatalogQuery k_default_grants{
    R"(SELECT n.nspname, CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END, a.privilege_type,
       a.is_grantable, d.defaclobjtype, false
  FROM pg_catalog.pg_default_acl d
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
 CROSS JOIN LATERAL aclexplode(d.defaclacl) a
 WHERE a.grantee <> d.defaclrole
 UNION ALL
SELECT NULL, 'public', 'EXECUTE', false, 'f', true
  FROM pg_catalog.pg_default_acl d
 WHERE d.defaclobjtype = 'f' AND d.defaclnamespace = 0
   AND NOT EXISTS (SELECT FROM aclexplode(d.defaclacl) a WHERE a.grantee = 0))",
    read_default_grants};

}  // namespace dunlin::postgres
