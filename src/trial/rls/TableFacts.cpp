#include "trial/rls/TableFacts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/SqlError.hpp"

namespace dunlin::trial {
namespace {

using postgres::Sql;

std::vector<std::string> roles_of(const Expectations& expectations) {
  std::set<std::string> roles;
  for (const Identity& identity : expectations.identities) roles.insert(identity.role);
  return {roles.begin(), roles.end()};
}

std::vector<std::string> first_column(const postgres::Result& rows) {
  std::vector<std::string> values;
  for (int i = 0; i < rows.rows(); ++i) values.push_back(rows.string(i, 0));
  return values;
}

// Names are read as SQL reads them; to_regclass raises for what is none (42601, 42602) or another database's
// (0A000).
bool has_table(postgres::Connection& connection, const std::string& name) {
  try {
    return connection.exec("SELECT to_regclass($1) IS NOT NULL", {name}).boolean(0, 0);
  } catch (const postgres::SqlError& error) {
    if (error.sqlstate() != "42601" && error.sqlstate() != "42602" && error.sqlstate() != "0A000") throw;
    throw usage_error(
        fmt::format("the expectations name a table {}, which can't be one's name: {}", printable(name),
                    error.message()),
        R"(as in SQL, what isn't small letters, digits and _ stands in double quotes: [tables.'public."My table"'.select])");
  }
}

void require_tables(postgres::Connection& connection, const Expectations& expectations) {
  std::vector<std::string> missing;
  for (const auto& table : expectations.tables)
    if (!has_table(connection, table.table)) missing.push_back(table.table);
  if (missing.empty()) return;
  const auto names = join(missing, ", ");
  throw usage_error(
      fmt::format("the database has no {}", printable(names)),
      to_lower(names) != names && names.find('"') == std::string::npos
          ? R"(as in SQL, capital letters stand in double quotes ([tables.'public."Users"'.select]); or migrate first: dunlin migrate)"
          : "correct the names in the expectations, or migrate first: dunlin migrate");
}

// Columns that an identity reads to tell rows apart: as written, the primary key, or all.
std::vector<std::string> key_columns(postgres::Connection& connection, const TableExpectations& table,
                                     bool& whole_row) {
  if (!table.key.empty()) {
    const auto missing = first_column(connection.exec(
        "SELECT k FROM unnest($2::text[]) AS k WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid "
        "= $1::regclass AND a.attname = k AND a.attnum > 0 AND NOT a.attisdropped)",
        {table.table, postgres::array_literal(table.key)}));
    if (missing.empty()) return table.key;
    throw usage_error(
        fmt::format("{} has no column {}", printable(table.table), printable(join(missing, ", "))),
        "correct key in the expectations");
  }
  auto primary = first_column(connection.exec(
      "SELECT a.attname FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) "
      "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
      "WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY k.place",
      {table.table}));
  whole_row = primary.empty();
  if (!whole_row) return primary;
  return first_column(connection.exec(
      "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped "
      "ORDER BY attnum",
      {table.table}));
}

// The column whose change says least: no key, no part of a policy, of a CHECK or of a foreign key, if there
// is one.
constexpr const char k_settable_query[] = R"(
  SELECT DISTINCT ON (r.rolname) r.rolname, a.attname
  FROM pg_attribute a
  JOIN pg_type t ON t.oid = a.atttypid
  CROSS JOIN pg_roles r
  WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attgenerated = '' AND a.attidentity <> 'a' AND r.rolname = ANY ($2::text[])
  ORDER BY r.rolname,
    NOT has_column_privilege(r.oid, a.attrelid, a.attnum, 'UPDATE'),
    EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_policy'::regclass AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum),
    EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey)),
    EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = a.attrelid AND a.attnum = ANY (c.conkey)),
    t.typcategory <> 'S', a.attnum)";

void read_settable(postgres::Connection& connection, const std::string& table, const std::string& roles,
                   TableFacts& facts) {
  const auto rows = connection.exec(k_settable_query, {table, roles});
  for (int i = 0; i < rows.rows(); ++i) {
    Settable settable{.column = rows.string(i, 1)};
    const auto value =
        connection.exec(Sql::trusted(fmt::format("SELECT {0}::text FROM {1} WHERE {0} IS NOT NULL LIMIT 1",
                                                 quote_identifier(settable.column), facts.quoted)));
    if (value.rows() > 0) settable.value = value.string(0, 0);
    facts.settable.emplace(rows.string(i, 0), settable);
  }
}

void read_privileges(postgres::Connection& connection, const std::string& table, const std::string& roles,
                     TableFacts& facts) {
  const auto rows = connection.exec(
      "SELECT r.rolname, concat("
      "CASE WHEN has_any_column_privilege(r.oid, $1::regclass, 'SELECT') THEN 's' END,"
      "CASE WHEN has_any_column_privilege(r.oid, $1::regclass, 'INSERT') THEN 'i' END,"
      "CASE WHEN has_any_column_privilege(r.oid, $1::regclass, 'UPDATE') THEN 'u' END,"
      "CASE WHEN has_table_privilege(r.oid, $1::regclass, 'DELETE') THEN 'd' END) "
      "FROM pg_roles r WHERE r.rolname = ANY ($2::text[]) "
      "AND has_schema_privilege(r.oid, (SELECT relnamespace FROM pg_class WHERE oid = $1::regclass), "
      "'USAGE')",
      {table, roles});
  for (int i = 0; i < rows.rows(); ++i) facts.privileges.emplace(rows.string(i, 0), rows.string(i, 1));
}

TableFacts read_table(postgres::Connection& connection, const TableExpectations& table,
                      const std::string& roles) {
  const auto row = connection.exec(
      "SELECT n.nspname, c.relname, c.relkind IN ('r', 'p'), c.relrowsecurity, "
      "row_security_active(c.oid), current_user, c.relforcerowsecurity FROM pg_class c JOIN pg_namespace n "
      "ON n.oid = "
      "c.relnamespace "
      "WHERE c.oid = $1::regclass",
      {table.table});
  TableFacts facts{.schema = row.string(0, 0),
                   .name = row.string(0, 1),
                   .quoted = quote_identifier(row.text(0, 0), row.text(0, 1)),
                   .is_table = row.boolean(0, 2),
                   .row_security = row.boolean(0, 3),
                   .forced = row.boolean(0, 6)};
  if (row.boolean(0, 4))
    throw refused(fmt::format("policies of {} hold for {} too, so it can't say which rows there are",
                              printable(table.table), printable(row.text(0, 5))),
                  "connect as the table's owner (without FORCE ROW LEVEL SECURITY), a BYPASSRLS role or a "
                  "superuser");
  facts.key = key_columns(connection, table, facts.whole_row);
  facts.empty =
      connection.exec(Sql::trusted("SELECT NOT EXISTS (SELECT FROM " + facts.quoted + ")")).boolean(0, 0);
  if (facts.is_table) read_settable(connection, table.table, roles, facts);
  read_privileges(connection, table.table, roles, facts);
  return facts;
}

}  // namespace

std::vector<TableFacts> read_tables(postgres::Connection& connection, const Expectations& expectations) {
  require_tables(connection, expectations);
  const std::string roles = postgres::array_literal(roles_of(expectations));
  std::vector<TableFacts> tables;
  for (const auto& table : expectations.tables) tables.push_back(read_table(connection, table, roles));
  return tables;
}

std::vector<Policy> read_policies(postgres::Connection& connection, const std::vector<TableFacts>& tables) {
  std::set<std::string> schemas;
  for (const auto& table : tables) schemas.insert(table.schema);
  const auto rows = connection.exec(
      "SELECT n.nspname, c.relname, p.polname, p.polpermissive, p.polcmd::text, "
      "(SELECT string_agg(coalesce(r.rolname, 'public'), ', ') FROM unnest(p.polroles) AS o "
      "LEFT JOIN pg_roles r ON r.oid = o), "
      "(SELECT string_agg(coalesce(quote_ident(r.rolname), 'PUBLIC'), ', ') FROM unnest(p.polroles) AS o "
      "LEFT JOIN pg_roles r ON r.oid = o), "
      "pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) "
      "FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
      "WHERE n.nspname = ANY ($1::text[]) ORDER BY 1, 2, 3",
      {postgres::array_literal({schemas.begin(), schemas.end()})});
  std::vector<Policy> policies;
  for (int i = 0; i < rows.rows(); ++i)
    policies.push_back({rows.string(i, 0), rows.string(i, 1), rows.string(i, 2), rows.boolean(i, 3),
                        rows.text(i, 4).empty() ? '*' : rows.text(i, 4).front(), rows.string(i, 5),
                        rows.string(i, 6), rows.string(i, 7), rows.string(i, 8)});
  return policies;
}

void require_testable_roles(postgres::Connection& connection, const Expectations& expectations) {
  const auto roles = roles_of(expectations);
  const auto missing = first_column(
      connection.exec("SELECT r FROM unnest($1::text[]) AS r WHERE r NOT IN (SELECT rolname FROM pg_roles)",
                      {postgres::array_literal(roles)}));
  if (!missing.empty())
    throw usage_error(
        fmt::format("the server has no role {}; nothing was run", printable(join(missing, ", "))),
        "correct the role of the identity, or create the role first (CREATE ROLE ... NOLOGIN)");
  const auto rows = connection.exec(
      "SELECT rolname, rolsuper, rolbypassrls, "
      "pg_has_role(session_user, oid, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN "
      "'SET' ELSE 'MEMBER' END) FROM pg_roles WHERE rolname = ANY ($1::text[])",
      {postgres::array_literal(roles)});
  for (int i = 0; i < rows.rows(); ++i) {
    const std::string role = rows.string(i, 0);
    const bool above = rows.boolean(i, 1) || rows.boolean(i, 2);
    const bool declared = std::all_of(expectations.identities.begin(), expectations.identities.end(),
                                      [&](const auto& one) { return one.role != role || one.bypasses; });
    if (above && !declared)
      throw refused(fmt::format("{} is {}: no policy holds for it, so a test as this role proves nothing",
                                printable(role), rows.boolean(i, 1) ? "a superuser" : "BYPASSRLS"),
                    "test as the role that clients have; or say bypass_rls = true when it is meant to be so");
    if (!rows.boolean(i, 3))
      throw refused(fmt::format("this session may not become {}", printable(role)),
                    fmt::format("GRANT {} TO {}; or connect as a superuser", quote_identifier(role),
                                quote_identifier(connection.facts().user)));
  }
}

}  // namespace dunlin::trial
