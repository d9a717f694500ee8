#include "lint/RowSecurity.hpp"

#include <algorithm>
#include <array>

#include "base/Text.hpp"

namespace dunlin::lint {
namespace {

using model::FunctionCall;

bool is_per_query(const Scene& scene, const FunctionCall& call) {
  const std::string& name = call.name.name;
  if (call.name.schema == "auth")
    return call.arguments == 0 && (name == "uid" || name == "jwt" || name == "role" || name == "email");
  if (call.name.schema.empty() && name == "current_setting") return true;
  if (call.arguments != call.literals.size()) return false;
  const auto& known = scene.catalog().find_functions(call.name);
  return !known.empty() &&
         std::all_of(known.begin(), known.end(), [](const model::CatalogFunction& function) {
           return function.volatility == model::Volatility::stable;
         });
}

bool inside(const FunctionCall& inner, const FunctionCall& outer) {
  return inner.range != outer.range && inner.range.offset >= outer.range.offset &&
         inner.range.end() <= outer.range.end();
}

}  // namespace

bool is_exposed(const Scene& scene, const std::string& schema) {
  const auto& exposed = scene.settings().exposed_schemas;
  return std::find(exposed.begin(), exposed.end(), schema) != exposed.end();
}

bool relies_on_row_security(const Scene& scene) {
  const model::Catalog& catalog = scene.catalog();
  if (catalog.roles.contains("anon") || catalog.roles.contains("authenticated")) return true;
  if (scene.file().path.find("supabase/") != std::string::npos) return true;
  if (std::any_of(catalog.relations.begin(), catalog.relations.end(), [](const auto& entry) {
        return entry.second.row_security || !entry.second.policies.empty();
      }))
    return true;
  return std::any_of(catalog.grants.begin(), catalog.grants.end(), [](const model::CatalogGrant& grant) {
    return grant.grantee == "anon" || grant.grantee == "authenticated";
  });
}

bool is_granted_to_open_role(const Scene& scene, const std::string& object) {
  const auto& grants = scene.catalog().grants;
  return std::any_of(grants.begin(), grants.end(), [&](const model::CatalogGrant& grant) {
    return grant.kind == model::ObjectKind::table && grant.object == object && is_open_role(grant.grantee);
  });
}

namespace {

bool takes_reading_away(const model::Grant& grant) {
  return grant.revoke && !grant.default_privileges && grant.kind == model::ObjectKind::table &&
         (grant.privileges.empty() || is_among(grant.privileges, "all") ||
          is_among(grant.privileges, "select")) &&
         is_among(grant.grantees, "anon") && is_among(grant.grantees, "authenticated");
}

}  // namespace

bool is_revoked_later(const Scene& scene, const model::QualifiedName& relation) {
  for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
    const auto* grant = std::get_if<model::Grant>(&scene.statements()[i].command);
    if (grant == nullptr || !takes_reading_away(*grant)) continue;
    for (const model::ObjectName& object : grant->objects)
      if (grant->all_in_schema ? object.name.name == relation.schema
                               : scene.catalog().created(object.name) == relation)
        return true;
  }
  return false;
}

bool policy_remains(const Scene& scene, const model::Finding& finding) {
  const auto* table = scene.relation(split_shown(finding.object));
  if (table == nullptr || finding.part.empty()) return true;
  return std::any_of(table->policies.begin(), table->policies.end(), [&](const model::CatalogPolicy& policy) {
    return policy.name == finding.part && !scene.made_behind(finding.span, policy.origin);
  });
}

bool is_open_role(std::string_view role) {
  return role == "public" || role == "anon" || role == "authenticated";
}

bool has_open_role(const std::vector<std::string>& roles) {
  return roles.empty() || std::any_of(roles.begin(), roles.end(), is_open_role);
}

bool covers(const std::string& policy_command, std::string_view command) {
  return policy_command.empty() || policy_command == "all" || policy_command == command;
}

std::vector<FunctionCall> calls_per_row(const Scene& scene, const model::Expression& expression) {
  std::vector<FunctionCall> found;
  for (const FunctionCall& call : expression.calls)
    if (!call.alone_in_subquery && !call.range.empty() && is_per_query(scene, call)) found.push_back(call);
  const std::vector<FunctionCall> all = found;
  std::erase_if(found, [&](const FunctionCall& call) {
    return std::any_of(all.begin(), all.end(),
                       [&](const FunctionCall& other) { return inside(call, other); });
  });
  return found;
}

const model::CatalogRelation* known_table(const Scene& scene, const model::QualifiedName& name) {
  const model::CatalogRelation* relation = scene.relation(name);
  if (relation == nullptr || !relation->complete || relation->is_view() ||
      relation->kind == model::RelationKind::foreign_table ||
      relation->persistence == model::Persistence::temporary)
    return nullptr;
  return relation;
}

bool dynamic_sql_says(const Scene& scene, std::string_view words) {
  const auto& statements = scene.statements();
  return std::any_of(statements.begin(), statements.end(), [&](const JudgedStatement& statement) {
    const auto* dynamic = std::get_if<model::DynamicSql>(&statement.command);
    return dynamic != nullptr && to_lower(dynamic->constant).find(words) != std::string::npos;
  });
}

}  // namespace dunlin::lint
