#include "lint/replay/Grants.hpp"

#include <algorithm>

#include "base/Text.hpp"
#include "lint/replay/Functions.hpp"
#include "model/TablePrivilege.hpp"

namespace dunlin::lint {

using model::CatalogDefaultGrant;
using model::CatalogFunction;
using model::CatalogGrant;
using model::ObjectKind;
using model::ObjectName;
using model::QualifiedName;

namespace {

bool is_function(ObjectKind kind) {
  return kind == ObjectKind::function || kind == ObjectKind::procedure || kind == ObjectKind::routine;
}

std::vector<std::string> privileges_of(const model::Grant& statement) {
  return statement.privileges.empty() ? std::vector<std::string>{"all"} : statement.privileges;
}

std::vector<std::string> all_privileges(ObjectKind kind) {
  if (kind == ObjectKind::table)
    return {"select", "insert", "update", "delete", "truncate", "references", "trigger"};
  if (kind == ObjectKind::sequence) return {"select", "update", "usage"};
  if (kind == ObjectKind::schema) return {"usage", "create"};
  if (is_function(kind)) return {"execute"};
  return {"all"};
}

// With a table's privilege those on its columns go, but not the other way round (PostgreSQL docs, REVOKE).
void take_away_one(std::vector<std::string>& held, const model::TablePrivilege& revoked) {
  for (std::string& text : held) {
    model::TablePrivilege one = model::read_privilege(text);
    if (one.word != revoked.word) continue;
    if (revoked.columns.empty()) {
      text.clear();
    } else if (!one.columns.empty()) {
      std::erase_if(one.columns,
                    [&](const std::string& column) { return is_among(revoked.columns, column); });
      text = one.columns.empty() ? "" : to_string(one);
    }
  }
  std::erase(held, "");
}

void take_away(CatalogGrant& grant, const std::vector<std::string>& privileges) {
  if (is_among(privileges, "all")) return grant.privileges.clear();
  if (is_among(grant.privileges, "all")) grant.privileges = all_privileges(grant.kind);
  for (const std::string& revoked : privileges)
    take_away_one(grant.privileges, model::read_privilege(revoked));
}

void revoke_from(std::vector<CatalogGrant>& grants, ObjectKind kind, const std::string& object,
                 const model::Grant& statement) {
  const auto privileges = privileges_of(statement);
  for (CatalogGrant& grant : grants)
    if (grant.object == object && (grant.kind == kind || is_function(grant.kind) == is_function(kind)) &&
        is_among(statement.grantees, grant.grantee))
      take_away(grant, privileges);
  std::erase_if(grants, [](const CatalogGrant& grant) { return grant.privileges.empty(); });
}

void grant_on(Site& site, ObjectKind kind, const std::string& object, const model::Grant& statement) {
  if (statement.revoke) return revoke_from(site.catalog.grants, kind, object, statement);
  for (const std::string& grantee : statement.grantees)
    site.catalog.grants.push_back({.kind = kind,
                                   .object = object,
                                   .grantee = grantee,
                                   .privileges = privileges_of(statement),
                                   .with_grant_option = statement.with_grant_option,
                                   .origin = site.origin});
}

void grant_on(Site& site, CatalogFunction& function, const model::Grant& statement) {
  if (is_among(statement.grantees, "public")) {
    function.public_may_execute = !statement.revoke;
    function.rights_origin = site.origin;
  }
  grant_on(site, ObjectKind::function, function.signature(), statement);
}

void grant_in_schema(Site& site, const std::string& schema, const model::Grant& statement) {
  model::Catalog& catalog = site.catalog;
  const QualifiedName first{schema, ""};
  const auto in_schema = [&](auto& map, auto action) {
    for (auto entry = map.lower_bound(first); entry != map.end() && entry->first.schema == schema; ++entry)
      action(*entry);
  };
  if (statement.kind == ObjectKind::table)
    in_schema(catalog.relations,
              [&](auto& entry) { grant_on(site, statement.kind, to_string(entry.first), statement); });
  if (statement.kind == ObjectKind::sequence)
    in_schema(catalog.sequences,
              [&](auto& entry) { grant_on(site, statement.kind, to_string(entry.first), statement); });
  if (is_function(statement.kind))
    in_schema(catalog.functions, [&](auto& entry) {
      for (CatalogFunction& function : entry.second) grant_on(site, function, statement);
    });
}

void grant_on_object(Site& site, const ObjectName& object, const model::Grant& statement) {
  if (statement.all_in_schema) return grant_in_schema(site, object.name.name, statement);
  if (is_function(statement.kind)) {
    for (CatalogFunction* function : functions_for(site, object)) grant_on(site, *function, statement);
    return;
  }
  const bool in_schema = statement.kind == ObjectKind::table || statement.kind == ObjectKind::sequence ||
                         statement.kind == ObjectKind::type || statement.kind == ObjectKind::domain;
  const QualifiedName name = in_schema ? site.catalog.qualified(object.name) : object.name;
  const bool sequence = site.catalog.sequences.contains(name);
  grant_on(site, sequence ? ObjectKind::sequence : statement.kind, to_string(name), statement);
}

// Revoking from what PostgreSQL grants by itself (EXECUTE to PUBLIC) has an site for all schemas only
// (docs, ALTER DEFAULT PRIVILEGES).
void keep_default(Site& site, const std::string& schema, const model::Grant& statement) {
  auto& defaults = site.catalog.default_grants;
  const auto privileges = privileges_of(statement);
  if (statement.revoke) {
    for (CatalogDefaultGrant& one : defaults)
      if (one.schema == schema && one.grant.kind == statement.kind &&
          is_among(statement.grantees, one.grant.grantee))
        take_away(one.grant, privileges);
    std::erase_if(defaults, [](const CatalogDefaultGrant& one) { return one.grant.privileges.empty(); });
    if (!schema.empty() || !is_function(statement.kind)) return;
  }
  for (const std::string& grantee : statement.grantees)
    defaults.push_back({.revoke = statement.revoke,
                        .schema = schema,
                        .grant = {.kind = statement.kind,
                                  .grantee = grantee,
                                  .privileges = privileges,
                                  .with_grant_option = statement.with_grant_option,
                                  .origin = site.origin}});
}

bool same_kind(ObjectKind a, ObjectKind b) {
  return a == b || (is_function(a) && is_function(b));
}

}  // namespace

void grant(Site& site, const model::Grant& statement) {
  if (!statement.default_privileges) {
    for (const ObjectName& object : statement.objects) grant_on_object(site, object, statement);
    return;
  }
  if (statement.objects.empty()) keep_default(site, "", statement);
  for (const ObjectName& schema : statement.objects) keep_default(site, schema.name.name, statement);
}

void grant_defaults(Site& site, CatalogFunction& function) {
  for (const CatalogDefaultGrant& one : site.catalog.default_grants) {
    if (!is_function(one.grant.kind) || (!one.schema.empty() && one.schema != function.name.schema)) continue;
    if (one.grant.grantee == "public") function.public_may_execute = !one.revoke;
    if (one.revoke) continue;
    CatalogGrant given = one.grant;
    given.kind = ObjectKind::function;
    given.object = function.signature();
    site.catalog.grants.push_back(std::move(given));
  }
}

void grant_defaults(Site& site, ObjectKind kind, const QualifiedName& object) {
  for (const CatalogDefaultGrant& one : site.catalog.default_grants) {
    if (one.revoke || !same_kind(one.grant.kind, kind)) continue;
    if (!one.schema.empty() && one.schema != object.schema) continue;
    CatalogGrant given = one.grant;
    given.object = to_string(object);
    site.catalog.grants.push_back(std::move(given));
  }
}

}  // namespace dunlin::lint
