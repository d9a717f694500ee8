#include "lint/replay/Policies.hpp"

#include <algorithm>

namespace dunlin::lint {

using model::CatalogPolicy;
using model::CatalogRelation;

namespace {

model::Expression qualified_expression(const Site& site, const model::Expression& expression) {
  model::Expression full = expression;
  for (model::RelationUse& use : full.relations) use.name = site.catalog.qualified(use.name);
  return full;
}

// Altered by a statement that may not have run, it may be as it was: nobody is to count on either.
void alter_policy(const Site& site, CatalogPolicy& policy, const model::CreatePolicy& statement) {
  if (!site.origin.condition.empty()) policy.origin.condition = site.origin.condition;
  if (!statement.roles.empty()) policy.roles = statement.roles;
  if (!statement.using_.empty()) policy.using_ = qualified_expression(site, statement.using_);
  if (!statement.check.empty()) policy.check = qualified_expression(site, statement.check);
}

template <typename Parts>
auto named(Parts& parts, const std::string& name) {
  return std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.name == name; });
}

template <typename Part>
void put(std::vector<Part>& parts, Part part) {
  const auto found = named(parts, part.name);
  if (found != parts.end())
    *found = std::move(part);
  else
    parts.push_back(std::move(part));
}

model::QualifiedName trigger_function(const Site& site, const model::QualifiedName& written) {
  const auto& known = site.catalog.find_functions(written);
  return known.empty() ? written : known.front().name;
}

}  // namespace

void create_policy(Site& site, const model::CreatePolicy& statement) {
  CatalogRelation* relation = relation_for(site, statement.table);
  if (relation == nullptr) return;
  const auto found = named(relation->policies, statement.name);
  if (statement.alters) {
    if (found != relation->policies.end()) alter_policy(site, *found, statement);
    return;
  }
  if (site.conditional && found != relation->policies.end()) return confirm(site, found->origin);
  CatalogPolicy made;
  made.name = statement.name;
  made.permissive = statement.permissive;
  made.command = statement.command.empty() ? "all" : statement.command;
  made.roles = statement.roles.empty() ? std::vector<std::string>{"public"} : statement.roles;
  made.using_ = qualified_expression(site, statement.using_);
  made.check = qualified_expression(site, statement.check);
  made.origin = site.origin;
  put(relation->policies, std::move(made));
}

void create_trigger(Site& site, const model::CreateTrigger& statement) {
  CatalogRelation* relation = relation_for(site, statement.table);
  if (relation == nullptr) return;
  const auto known = named(relation->triggers, statement.name);
  if (site.conditional && !statement.or_replace && known != relation->triggers.end())
    return confirm(site, known->origin);
  model::CatalogTrigger made;
  made.name = statement.name;
  made.function = trigger_function(site, statement.function);
  made.timing = statement.timing;
  made.events = statement.events;
  made.columns = statement.columns;
  made.for_each_row = statement.for_each_row;
  made.has_when = !statement.when.empty();
  made.origin = known == relation->triggers.end() ? site.origin : replacing(site, known->origin);
  put(relation->triggers, std::move(made));
}

void create_rule(Site& site, const model::CreateRule& statement) {
  CatalogRelation* relation = relation_for(site, statement.table);
  if (relation == nullptr) return;
  if (std::find(relation->rules.begin(), relation->rules.end(), statement.name) == relation->rules.end())
    relation->rules.push_back(statement.name);
}

}  // namespace dunlin::lint
