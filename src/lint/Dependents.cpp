#include "lint/Dependents.hpp"

#include <algorithm>

#include "lint/BodyMentions.hpp"

namespace dunlin::lint {

using model::Catalog;
using model::CatalogRelation;
using model::ObjectKind;
using model::QualifiedName;

namespace {

using Dependents = std::vector<Dependent>;

bool is_type(const model::TypeName& type, const QualifiedName& name) {
  return type.name == name.name && type.schema == name.schema;
}

bool looks_into(const model::Expression& expression, const QualifiedName& relation) {
  return std::any_of(expression.relations.begin(), expression.relations.end(),
                     [&](const model::RelationUse& use) { return use.name == relation; });
}

bool calls(const std::vector<model::FunctionCall>& all, const QualifiedName& name) {
  return std::any_of(all.begin(), all.end(), [&](const model::FunctionCall& call) {
    return call.name.name == name.name && (call.name.schema.empty() || call.name.schema == name.schema);
  });
}

bool uses_column(const model::Expression& expression, const std::string& column) {
  return std::any_of(expression.columns.begin(), expression.columns.end(),
                     [&](const auto& parts) { return !parts.empty() && parts.back() == column; });
}

void add_part(std::string_view kind, const std::string& part, const QualifiedName& table, Dependents& found) {
  found.push_back({std::string(kind) + " " + part + " of " + model::to_string(table), table});
}

void add_foreign_keys(const Catalog& catalog, const QualifiedName& table, const std::string& column,
                      Dependents& found) {
  for (const CatalogRelation* child : catalog.referencing(table)) {
    if (child->name == table) continue;
    for (const model::CatalogConstraint& constraint : child->constraints) {
      if (constraint.kind != model::ConstraintKind::foreign_key || constraint.references != table) continue;
      const auto& columns = constraint.referenced_columns;
      if (!column.empty() && std::find(columns.begin(), columns.end(), column) == columns.end()) continue;
      add_part("foreign key", constraint.name, child->name, found);
    }
  }
}

std::string view_words(const CatalogRelation& view) {
  return (view.kind == model::RelationKind::view ? "view " : "materialized view ") +
         model::to_string(view.name);
}

// Views, and the views on them.
void add_views(const Catalog& catalog, const QualifiedName& relation, Dependents& found) {
  for (const CatalogRelation* view : catalog.views_on(relation)) {
    Dependent dependent{view_words(*view), view->name};
    if (view->name == relation || std::find(found.begin(), found.end(), dependent) != found.end()) continue;
    found.push_back(std::move(dependent));
    add_views(catalog, view->name, found);
  }
}

void add_typed_functions(const Catalog& catalog, const QualifiedName& type, Dependents& found) {
  for (const auto& [name, overloads] : catalog.functions)
    for (const model::CatalogFunction& function : overloads)
      if (is_type(function.returns, type) ||
          std::any_of(function.arguments.begin(), function.arguments.end(),
                      [&](const model::FunctionArgument& argument) { return is_type(argument.type, type); }))
        found.push_back({"function " + function.signature(), {}});
}

void add_typed_columns(const Catalog& catalog, const QualifiedName& type, Dependents& found) {
  for (const auto& [name, relation] : catalog.relations)
    for (const model::CatalogColumn& column : relation.columns)
      if (is_type(column.type, type)) add_part("column", column.name, name, found);
}

}  // namespace

Dependents dependents_of_relation(const Catalog& catalog, const QualifiedName& relation) {
  Dependents found;
  add_foreign_keys(catalog, relation, "", found);
  add_views(catalog, relation, found);
  for (const CatalogRelation* child : catalog.children_of(relation))
    if (child->partition_of.empty()) found.push_back({"table " + model::to_string(child->name), child->name});
  for (const auto& [name, other] : catalog.relations) {
    if (name == relation) continue;
    for (const model::CatalogPolicy& policy : other.policies)
      if (looks_into(policy.using_, relation) || looks_into(policy.check, relation))
        add_part("policy", policy.name, name, found);
  }
  add_typed_functions(catalog, relation, found);
  return found;
}

namespace {

// A star is expanded when the view is made: of a single relation it has its columns.
bool view_uses_column(const Catalog& catalog, const CatalogRelation& view, const CatalogRelation& table,
                      const std::string& column) {
  const bool by_star =
      view.query.selects_star && view.query.relations.size() == 1 && view.find_column(column) != nullptr;
  return by_star || uses_column_of(catalog, view.definition_text, table.name, column);
}

}  // namespace

Dependents type_dependents_of_column(const Catalog& catalog, const CatalogRelation& table,
                                     const std::string& column) {
  Dependents found;
  for (const CatalogRelation* view : catalog.views_on(table.name))
    if (view_uses_column(catalog, *view, table, column)) found.push_back({view_words(*view), view->name});
  for (const model::CatalogColumn& other : table.columns)
    if (other.name != column && std::find(other.generated_from.begin(), other.generated_from.end(), column) !=
                                    other.generated_from.end())
      add_part("generated column", other.name, table.name, found);
  for (const model::CatalogPolicy& policy : table.policies)
    if (uses_column(policy.using_, column) || uses_column(policy.check, column))
      add_part("policy", policy.name, table.name, found);
  for (const model::CatalogTrigger& trigger : table.triggers)
    if (std::find(trigger.columns.begin(), trigger.columns.end(), column) != trigger.columns.end())
      add_part("trigger", trigger.name, table.name, found);
  return found;
}

Dependents dependents_of_column(const Catalog& catalog, const CatalogRelation& table,
                                const std::string& column) {
  Dependents found;
  add_foreign_keys(catalog, table.name, column, found);
  const Dependents others = type_dependents_of_column(catalog, table, column);
  found.insert(found.end(), others.begin(), others.end());
  return found;
}

Dependents dependents_of_function(const Catalog& catalog, const QualifiedName& written) {
  const auto& overloads = catalog.find_functions(written);
  if (overloads.size() != 1) return {};
  const QualifiedName& name = overloads.front().name;
  Dependents found;
  for (const auto& [table, relation] : catalog.relations) {
    for (const model::CatalogTrigger& trigger : relation.triggers)
      if (trigger.function == name) add_part("trigger", trigger.name, table, found);
    for (const model::CatalogPolicy& policy : relation.policies)
      if (calls(policy.using_.calls, name) || calls(policy.check.calls, name))
        add_part("policy", policy.name, table, found);
    for (const model::CatalogColumn& column : relation.columns)
      if (calls_function(column.default_text, name) || calls_function(column.generation_text, name))
        add_part("column", column.name, table, found);
    for (const model::CatalogConstraint& constraint : relation.constraints)
      if (calls_function(constraint.expression_text, name))
        add_part("constraint", constraint.name, table, found);
    if (relation.is_view() && calls(relation.query.calls, name))
      found.push_back({view_words(relation), table});
  }
  for (const auto& [index_name, index] : catalog.indexes) {
    const bool uses = calls_function(index.predicate_text, name) ||
                      std::any_of(index.columns.begin(), index.columns.end(), [&](const auto& column) {
                        return calls_function(column.expression_text, name);
                      });
    if (uses) found.push_back({"index " + model::to_string(index_name), index.table});
  }
  return found;
}

Dependents dependents_of_type(const Catalog& catalog, const QualifiedName& written) {
  const model::CatalogType* type = catalog.find_type(written);
  if (type == nullptr) return {};
  Dependents found;
  add_typed_columns(catalog, type->name, found);
  add_typed_functions(catalog, type->name, found);
  for (const auto& [name, other] : catalog.types)
    if (other.domain && is_type(other.base, type->name))
      found.push_back({"domain " + model::to_string(name), {}});
  return found;
}

Dependents members_of_schema(const Catalog& catalog, const std::string& schema) {
  Dependents found;
  for (const auto& [name, relation] : catalog.relations)
    if (name.schema == schema)
      found.push_back({relation.is_view() ? view_words(relation) : "table " + model::to_string(name), name});
  for (const auto& [name, overloads] : catalog.functions)
    if (name.schema == schema)
      for (const model::CatalogFunction& function : overloads)
        found.push_back({"function " + function.signature(), {}});
  for (const auto& [name, type] : catalog.types)
    if (name.schema == schema) found.push_back({"type " + model::to_string(name), {}});
  return found;
}

Dependents dependents_of_extension(const Catalog& catalog, const std::string& extension) {
  Dependents found;
  for (const auto& [name, type] : catalog.types) {
    if (type.extension != extension) continue;
    add_typed_columns(catalog, name, found);
    add_typed_functions(catalog, name, found);
  }
  return found;
}

Dependents dependents_of(const Catalog& catalog, ObjectKind kind, const model::ObjectName& object) {
  switch (kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::foreign_table: return dependents_of_relation(catalog, catalog.qualified(object.name));
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine: return dependents_of_function(catalog, object.name);
    case ObjectKind::type:
    case ObjectKind::domain: return dependents_of_type(catalog, object.name);
    case ObjectKind::schema: return members_of_schema(catalog, object.name.name);
    case ObjectKind::extension: return dependents_of_extension(catalog, object.name.name);
    default: return {};
  }
}

std::vector<std::string> words_of(const Dependents& dependents) {
  std::vector<std::string> words;
  for (const Dependent& dependent : dependents) words.push_back(dependent.words);
  return words;
}

}  // namespace dunlin::lint
