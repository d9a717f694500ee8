#include "lint/replay/Renames.hpp"

#include <algorithm>

#include "lint/replay/Functions.hpp"
#include "lint/replay/Moves.hpp"

namespace dunlin::lint {

using model::CatalogConstraint;
using model::CatalogRelation;
using model::ObjectKind;
using model::QualifiedName;
using model::Rename;

namespace {

void replace(std::vector<std::string>& names, const std::string& old_name, const std::string& new_name) {
  std::replace(names.begin(), names.end(), old_name, new_name);
}

void rename_in_expression(model::Expression& expression, const std::string& old_name,
                          const std::string& new_name) {
  for (auto& reference : expression.columns)
    if (!reference.empty() && reference.back() == old_name) reference.back() = new_name;
}

void rename_in_indexes(Site& site, const QualifiedName& table, const std::string& old_name,
                       const std::string& new_name) {
  for (const QualifiedName& name : names_of(site.catalog.indexes_of(table))) {
    model::CatalogIndex& index = site.catalog.indexes.at(name);
    for (model::CatalogIndexColumn& column : index.columns)
      if (column.name == old_name) column.name = new_name;
    replace(index.include, old_name, new_name);
    replace(index.used_columns, old_name, new_name);
  }
}

void rename_in_constraints(Site& site, CatalogRelation& relation, const std::string& old_name,
                           const std::string& new_name) {
  for (CatalogConstraint& constraint : relation.constraints) {
    replace(constraint.columns, old_name, new_name);
    replace(constraint.not_null_columns, old_name, new_name);
  }
  for (const QualifiedName& name : names_of(site.catalog.referencing(relation.name)))
    for (CatalogConstraint& constraint : site.catalog.relations.at(name).constraints)
      if (constraint.references == relation.name) replace(constraint.referenced_columns, old_name, new_name);
}

void rename_column(Site& site, CatalogRelation& relation, const std::string& old_name,
                   const std::string& new_name) {
  model::CatalogColumn* column = column_for(relation, old_name);
  if (column == nullptr) return;
  column->name = new_name;
  depend(site, column->origin);
  rename_in_constraints(site, relation, old_name, new_name);
  rename_in_indexes(site, relation.name, old_name, new_name);
  for (model::CatalogColumn& other : relation.columns) replace(other.generated_from, old_name, new_name);
  replace(relation.partition_key.columns, old_name, new_name);
  for (model::CatalogTrigger& trigger : relation.triggers) replace(trigger.columns, old_name, new_name);
  for (model::CatalogPolicy& policy : relation.policies) {
    rename_in_expression(policy.using_, old_name, new_name);
    rename_in_expression(policy.check, old_name, new_name);
  }
  for (const QualifiedName& name : names_of(site.catalog.sequences_of(relation.name)))
    if (auto& sequence = site.catalog.sequences.at(name); sequence.owned_by_column == old_name)
      sequence.owned_by_column = new_name;
  for (const QualifiedName& name : names_of(site.catalog.children_of(relation.name)))
    rename_column(site, site.catalog.relations.at(name), old_name, new_name);
}

void rename_attribute(Site& site, const Rename& statement) {
  const QualifiedName& name = statement.object.table.empty() ? statement.object.name : statement.object.table;
  model::CatalogType* type = site.catalog.find_type(name);
  if (type == nullptr) return;
  for (model::CatalogColumn& attribute : type->attributes)
    if (attribute.name == statement.old_name) attribute.name = statement.new_name;
}

void rename_constraint(Site& site, CatalogRelation& relation, const std::string& old_name,
                       const std::string& new_name) {
  CatalogConstraint* constraint = relation.find_constraint(old_name);
  if (constraint == nullptr) return;
  if (!constraint->index.empty())
    return rename_index(site, {relation.name.schema, constraint->index}, new_name);
  constraint->name = new_name;
  depend(site, constraint->origin);
  site.catalog.link(relation);
  if (constraint->kind != model::ConstraintKind::check) return;
  for (const QualifiedName& name : names_of(site.catalog.children_of(relation.name)))
    rename_constraint(site, site.catalog.relations.at(name), old_name, new_name);
}

// Of a table, view, index or sequence: PostgreSQL takes ALTER TABLE for all of them.
void rename_relation(Site& site, const Rename& statement) {
  model::Catalog& catalog = site.catalog;
  const QualifiedName name = catalog.qualified(statement.object.name);
  const QualifiedName target{name.schema, statement.new_name};
  if (catalog.indexes.contains(name)) return rename_index(site, name, statement.new_name);
  if (catalog.sequences.contains(name)) return move_sequence(site, name, target);
  if (statement.kind == ObjectKind::index || statement.kind == ObjectKind::sequence) return;
  if (relation_for(site, name, statement.if_exists) != nullptr) move_relation(site, name, target);
}

void rename_part(Site& site, const Rename& statement) {
  CatalogRelation* relation = site.catalog.find_relation(statement.object.table);
  if (relation == nullptr) return;
  const auto give_name = [&](auto& parts) {
    for (auto& part : parts) {
      if (part.name != statement.old_name) continue;
      part.name = statement.new_name;
      depend(site, part.origin);
    }
  };
  if (statement.kind == ObjectKind::trigger) give_name(relation->triggers);
  if (statement.kind == ObjectKind::policy) give_name(relation->policies);
  if (statement.kind == ObjectKind::rule) replace(relation->rules, statement.old_name, statement.new_name);
}

template <typename Map>
void rename_key(Map& map, const std::string& old_name, const std::string& new_name) {
  auto node = map.extract(old_name);
  if (node.empty()) return;
  node.key() = new_name;
  map.insert(std::move(node));
}

void rename_role(Site& site, const std::string& old_name, const std::string& new_name) {
  rename_key(site.catalog.roles, old_name, new_name);
  for (model::CatalogGrant& grant : site.catalog.grants)
    if (grant.grantee == old_name) grant.grantee = new_name;
  for (auto& [name, relation] : site.catalog.relations) {
    if (relation.owner == old_name) relation.owner = new_name;
    for (model::CatalogPolicy& policy : relation.policies) replace(policy.roles, old_name, new_name);
  }
}

void rename_in_relation(Site& site, const Rename& statement) {
  CatalogRelation* relation = relation_for(site, statement.object.table, statement.if_exists);
  if (relation == nullptr) return;
  if (statement.kind == ObjectKind::column)
    rename_column(site, *relation, statement.old_name, statement.new_name);
  else
    rename_constraint(site, *relation, statement.old_name, statement.new_name);
}

void rename_domain_constraint(Site& site, const Rename& statement) {
  model::CatalogType* domain = site.catalog.find_type(statement.object.name);
  if (domain == nullptr) return;
  for (CatalogConstraint& constraint : domain->constraints)
    if (constraint.name == statement.old_name) constraint.name = statement.new_name;
}

void rename_type(Site& site, const Rename& statement) {
  const model::CatalogType* type = site.catalog.find_type(statement.object.name);
  if (type == nullptr) return;
  const QualifiedName name = type->name;
  move_type(site, name, {name.schema, statement.new_name});
}

}  // namespace

void rename(Site& site, const Rename& statement) {
  switch (statement.kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::foreign_table:
    case ObjectKind::index:
    case ObjectKind::sequence: return rename_relation(site, statement);
    case ObjectKind::column: return rename_in_relation(site, statement);
    case ObjectKind::constraint:
      return statement.object.table.empty() ? rename_domain_constraint(site, statement)
                                            : rename_in_relation(site, statement);
    case ObjectKind::attribute: return rename_attribute(site, statement);
    case ObjectKind::trigger:
    case ObjectKind::policy:
    case ObjectKind::rule: return rename_part(site, statement);
    case ObjectKind::type:
    case ObjectKind::domain: return rename_type(site, statement);
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine: return move_function(site, statement.object, "", statement.new_name);
    case ObjectKind::schema: return move_schema(site, statement.object.name.name, statement.new_name);
    case ObjectKind::role: return rename_role(site, statement.object.name.name, statement.new_name);
    case ObjectKind::publication:
      return rename_key(site.catalog.publications, statement.object.name.name, statement.new_name);
    default: return;
  }
}

void set_schema(Site& site, const model::SetSchema& statement) {
  const QualifiedName name = site.catalog.qualified(statement.object.name);
  const QualifiedName target{statement.schema, name.name};
  switch (statement.kind) {
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine: return move_function(site, statement.object, statement.schema, "");
    case ObjectKind::type:
    case ObjectKind::domain: return move_type(site, name, target);
    case ObjectKind::extension: return;
    default: break;
  }
  if (site.catalog.sequences.contains(name)) return move_sequence(site, name, target);
  if (relation_for(site, name) != nullptr) move_relation(site, name, target);
}

}  // namespace dunlin::lint
