#include "packs/Needs.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"

namespace dunlin::packs {
namespace {

/// A need of kind setting: "wal_level", or "shared_preload_libraries = pg_stat_statements".
struct Setting {
  std::string name;
  std::string value;
};
Setting setting_of(const std::string& written) {
  const auto equals = written.find('=');
  if (equals == std::string::npos) return {std::string(trim(written)), ""};
  return {std::string(trim(written.substr(0, equals))), std::string(trim(written.substr(equals + 1)))};
}

bool has_setting(postgres::Connection& connection, const Setting& setting) {
  const auto row = connection.exec("SELECT coalesce(current_setting($1, true), '')", {setting.name});
  const std::string now = row.string(0, 0);
  if (setting.value.empty()) return !now.empty();
  const auto parts = split_list(now);
  return now == setting.value || std::find(parts.begin(), parts.end(), setting.value) != parts.end();
}

/// A need of kind privilege, as far as its name says what it is.
enum class Right { create_roles, create_in_database, member_of_role, other };
Right right_of(const std::string& name) {
  const std::string lower = to_lower(name);
  if (lower.starts_with("createrole")) return Right::create_roles;
  if (lower.starts_with("create") && lower.find("database") != std::string::npos)
    return Right::create_in_database;
  return lower.starts_with("pg_") ? Right::member_of_role : Right::other;
}

bool has_privilege(postgres::Connection& connection, const std::string& name) {
  switch (right_of(name)) {
    case Right::create_roles:
      return connection.exec("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
          .boolean(0, 0);
    case Right::create_in_database:
      return connection.exec("SELECT has_database_privilege(current_database(), 'CREATE')").boolean(0, 0);
    case Right::member_of_role:
      return connection
          .exec("SELECT coalesce((SELECT pg_has_role(oid, 'USAGE') FROM pg_roles WHERE rolname = $1), false)",
                {name})
          .boolean(0, 0);
    case Right::other: break;  // only the trial of the pack can tell
  }
  return true;
}

std::string grant_statement(const std::string& name, const Grantee& grantee) {
  const std::string role = quote_identifier(grantee.role);
  switch (right_of(name)) {
    case Right::create_roles: return fmt::format("ALTER ROLE {} CREATEROLE;", role);
    case Right::create_in_database:
      return fmt::format("GRANT CREATE ON DATABASE {} TO {};", quote_identifier(grantee.database), role);
    case Right::member_of_role: return fmt::format("GRANT {} TO {};", quote_identifier(name), role);
    case Right::other: break;
  }
  return fmt::format("GRANT {} TO {};", name, role);
}

bool has(postgres::Connection& connection, const Need& need) {
  switch (need.kind) {
    case NeedKind::extension:
      return connection.exec("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = $1)", {need.name})
          .boolean(0, 0);
    case NeedKind::role:
      return connection.exec("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", {need.name})
          .boolean(0, 0);
    case NeedKind::setting: return has_setting(connection, setting_of(need.name));
    case NeedKind::privilege: return has_privilege(connection, need.name);
  }
  return true;
}

}  // namespace

Grantee grantee_of(postgres::Connection& connection) {
  const auto row = connection.exec("SELECT current_user, current_database()");
  return {row.string(0, 0), row.string(0, 1)};
}

std::string statement_for(const Need& need, const Grantee& grantee) {
  switch (need.kind) {
    case NeedKind::extension: return fmt::format("CREATE EXTENSION {};", quote_identifier(need.name));
    case NeedKind::role: return fmt::format("CREATE ROLE {} NOLOGIN;", quote_identifier(need.name));
    case NeedKind::setting: {
      const Setting setting = setting_of(need.name);
      return fmt::format("ALTER SYSTEM SET {} = {};", setting.name,
                         setting.value.empty() ? "'<value>'" : quote_literal_alone(setting.value));
    }
    case NeedKind::privilege: return grant_statement(need.name, grantee);
  }
  return "";
}

std::vector<MissingNeed> missing_needs(postgres::Connection& connection, const Pack& pack) {
  std::vector<MissingNeed> missing;
  const Grantee grantee = grantee_of(connection);
  for (const Need& need : pack.needs)
    if (!has(connection, need)) missing.push_back({need, statement_for(need, grantee)});
  return missing;
}

std::string help_for_denied(postgres::Connection& connection, std::string_view message) {
  constexpr std::string_view k_schema = "permission denied for schema ";
  constexpr std::string_view k_database = "permission denied for database ";
  const Grantee grantee = grantee_of(connection);
  const std::string role = quote_identifier(grantee.role);
  if (message.starts_with(k_database))
    return fmt::format("a DBA runs\n  GRANT CREATE ON DATABASE {} TO {};", quote_identifier(grantee.database),
                       role);
  const std::string schema(message.starts_with(k_schema) ? message.substr(k_schema.size()) : "");
  const auto row = connection.exec(
      "SELECT nspowner::regrole::text, has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = "
      "$1",
      {schema});
  if (row.rows() == 0)
    return fmt::format("role {} lacks that right: use the role that owns what is named, or have it granted",
                       printable(grantee.role));
  return fmt::format("use the role that owns the schema, {}; or a DBA runs\n  GRANT {} ON SCHEMA {} TO {};",
                     printable(row.text(0, 0)), row.boolean(0, 1) ? "CREATE" : "USAGE, CREATE",
                     quote_identifier(schema), role);
}

}  // namespace dunlin::packs
