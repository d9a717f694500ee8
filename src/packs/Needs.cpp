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

// Known by name: CREATEROLE, CREATE (on the database). Others only the trial of the pack can tell.
bool has_privilege(postgres::Connection& connection, const std::string& name) {
  const std::string lower = to_lower(name);
  if (lower.starts_with("createrole"))
    return connection.exec("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        .boolean(0, 0);
  if (lower.starts_with("create"))
    return connection.exec("SELECT has_database_privilege(current_database(), 'CREATE')").boolean(0, 0);
  return true;
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

std::string statement_for(const Need& need) {
  switch (need.kind) {
    case NeedKind::extension: return fmt::format("CREATE EXTENSION {};", quote_identifier(need.name));
    case NeedKind::role: return fmt::format("CREATE ROLE {} NOLOGIN;", quote_identifier(need.name));
    case NeedKind::setting: {
      const Setting setting = setting_of(need.name);
      return fmt::format("ALTER SYSTEM SET {} = {};", setting.name,
                         setting.value.empty() ? "..." : std::string(trim(quote_literal(setting.value))));
    }
    case NeedKind::privilege: {
      const bool role = to_lower(need.name).starts_with("createrole");
      return role ? "ALTER ROLE <who migrates> CREATEROLE;"
                  : fmt::format("GRANT {} TO <who migrates>;", need.name);
    }
  }
  return "";
}

std::vector<MissingNeed> missing_needs(postgres::Connection& connection, const Pack& pack) {
  std::vector<MissingNeed> missing;
  for (const Need& need : pack.needs)
    if (!has(connection, need)) missing.push_back({need, statement_for(need)});
  return missing;
}

}  // namespace dunlin::packs
