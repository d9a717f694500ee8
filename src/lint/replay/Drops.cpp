#include "lint/replay/Drops.hpp"

#include <algorithm>

#include "lint/replay/Columns.hpp"
#include "lint/replay/Functions.hpp"
#include "lint/replay/Indexes.hpp"

namespace dunlin::lint {

using model::CatalogRelation;
using model::ObjectKind;
using model::ObjectName;
using model::QualifiedName;

namespace {

void drop_foreign_keys_to(Effect& effect, const QualifiedName& table) {
  for (const QualifiedName& name : names_of(effect.catalog.referencing(table)))
    std::erase_if(
        effect.catalog.relations.at(name).constraints, [&](const model::CatalogConstraint& constraint) {
          return constraint.kind == model::ConstraintKind::foreign_key && constraint.references == table;
        });
}

void forget_grants(Effect& effect, ObjectKind kind, const std::string& object) {
  std::erase_if(effect.catalog.grants, [&](const model::CatalogGrant& grant) {
    return grant.object == object &&
           (grant.kind == kind || (kind == ObjectKind::table && grant.kind == ObjectKind::sequence));
  });
}

void forget_in_publications(Effect& effect, const QualifiedName& name) {
  for (auto& [publication, tables] : effect.catalog.publications) std::erase(tables, name);
}

// nextval('s'), nextval('public.s'::regclass): whether that is the sequence.
bool draws_from(const std::string& default_text, const QualifiedName& sequence) {
  if (!default_text.starts_with("nextval(")) return false;
  const std::size_t open = default_text.find('\'');
  const std::size_t close = default_text.find('\'', open + 1);
  if (open == std::string::npos || close == std::string::npos) return false;
  std::string name = default_text.substr(open + 1, close - open - 1);
  std::erase(name, '"');
  return name == sequence.name || name == to_string(sequence);
}

// With CASCADE the defaults that draw from it go as well.
void drop_sequence(Effect& effect, const QualifiedName& name, bool cascade) {
  if (effect.catalog.sequences.erase(name) == 0) return;
  forget_grants(effect, ObjectKind::table, to_string(name));
  if (!cascade) return;
  for (auto& [table, relation] : effect.catalog.relations)
    for (model::CatalogColumn& column : relation.columns)
      if (draws_from(column.default_text, name)) {
        column.default_text.clear();
        column.default_volatile = false;
      }
}

// DROP TABLE ... CASCADE takes policies of other tables along that look into it.
void drop_policies_on(Effect& effect, const QualifiedName& name) {
  const auto looks = [&](const model::Expression& expression) {
    return std::any_of(expression.relations.begin(), expression.relations.end(),
                       [&](const model::RelationUse& use) { return use.name == name; });
  };
  for (auto& [table, relation] : effect.catalog.relations)
    std::erase_if(relation.policies, [&](const model::CatalogPolicy& policy) {
      return looks(policy.using_) || looks(policy.check);
    });
}

}  // namespace

void drop_relation(Effect& effect, const QualifiedName& name, bool cascade) {
  if (!effect.catalog.relations.contains(name)) return;
  for (const QualifiedName& view : names_of(effect.catalog.views_on(name)))
    if (view != name) drop_relation(effect, view, cascade);
  for (const QualifiedName& child : names_of(effect.catalog.children_of(name)))
    drop_relation(effect, child, cascade);
  drop_foreign_keys_to(effect, name);
  for (const QualifiedName& index : names_of(effect.catalog.indexes_of(name)))
    effect.catalog.indexes.erase(index);
  for (const QualifiedName& sequence : names_of(effect.catalog.sequences_of(name)))
    drop_sequence(effect, sequence, cascade);
  forget_in_publications(effect, name);
  forget_grants(effect, ObjectKind::table, to_string(name));
  effect.catalog.relations.erase(name);
}

namespace {

void drop_relation_like(Effect& effect, const QualifiedName& written, bool cascade) {
  const QualifiedName name = effect.catalog.qualified(written);
  if (cascade) {
    drop_policies_on(effect, name);
    drop_functions_with(effect, name);
  }
  drop_relation(effect, name, cascade);
}

void drop_columns_with(Effect& effect, const QualifiedName& type) {
  std::vector<std::pair<QualifiedName, std::string>> columns;
  for (const auto& [table, relation] : effect.catalog.relations)
    for (const model::CatalogColumn& column : relation.columns)
      if (column.type.name == type.name && column.type.schema == type.schema)
        columns.emplace_back(table, column.name);
  for (const auto& [table, column] : columns)
    if (CatalogRelation* relation = effect.catalog.find_relation(table))
      drop_column(effect, *relation, column, {.cascade = true});
}

void drop_type(Effect& effect, const QualifiedName& written, bool cascade) {
  const model::CatalogType* type = effect.catalog.find_type(written);
  if (type == nullptr) return;
  const QualifiedName name = type->name;
  if (cascade) {
    drop_functions_with(effect, name);
    drop_columns_with(effect, name);
  }
  effect.catalog.types.erase(name);
}

template <typename Map>
std::vector<QualifiedName> names_in(const Map& map, const std::string& schema) {
  std::vector<QualifiedName> names;
  for (auto entry = map.lower_bound({schema, ""}); entry != map.end() && entry->first.schema == schema;
       ++entry)
    names.push_back(entry->first);
  return names;
}

void drop_schema(Effect& effect, const std::string& schema) {
  model::Catalog& catalog = effect.catalog;
  for (const QualifiedName& name : names_in(catalog.relations, schema)) drop_relation(effect, name, true);
  for (const QualifiedName& name : names_in(catalog.functions, schema)) drop_functions_named(effect, name);
  for (const QualifiedName& name : names_in(catalog.types, schema)) drop_type(effect, name, true);
  for (const QualifiedName& name : names_in(catalog.sequences, schema)) catalog.sequences.erase(name);
  catalog.schemas.erase(schema);
  forget_grants(effect, ObjectKind::schema, schema);
}

void drop_extension(Effect& effect, const std::string& extension) {
  model::Catalog& catalog = effect.catalog;
  catalog.extensions.erase(extension);
  std::erase_if(catalog.types, [&](const auto& entry) { return entry.second.extension == extension; });
  erase_functions(effect, [&](const auto& function) { return function.extension == extension; });
  std::vector<QualifiedName> relations;
  for (const auto& [name, relation] : catalog.relations)
    if (relation.extension == extension) relations.push_back(name);
  for (const QualifiedName& name : relations) drop_relation(effect, name);
}

void drop_part(Effect& effect, ObjectKind kind, const ObjectName& object) {
  CatalogRelation* relation = effect.catalog.find_relation(object.table);
  if (relation == nullptr) return;
  const auto same = [&](const auto& part) { return part.name == object.name.name; };
  if (kind == ObjectKind::trigger) std::erase_if(relation->triggers, same);
  if (kind == ObjectKind::policy) std::erase_if(relation->policies, same);
  if (kind == ObjectKind::rule) std::erase(relation->rules, object.name.name);
}

void drop_role(Effect& effect, const std::string& role) {
  effect.catalog.roles.erase(role);
  std::erase_if(effect.catalog.grants,
                [&](const model::CatalogGrant& grant) { return grant.grantee == role; });
}

void drop_one(Effect& effect, const model::Drop& statement, const ObjectName& object) {
  const QualifiedName& name = object.name;
  switch (statement.kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::foreign_table: return drop_relation_like(effect, name, statement.cascade);
    case ObjectKind::index: return drop_index(effect, effect.catalog.qualified(name));
    case ObjectKind::sequence:
      return drop_sequence(effect, effect.catalog.qualified(name), statement.cascade);
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine: return drop_function(effect, object, statement.cascade);
    case ObjectKind::trigger:
    case ObjectKind::policy:
    case ObjectKind::rule: return drop_part(effect, statement.kind, object);
    case ObjectKind::type:
    case ObjectKind::domain: return drop_type(effect, name, statement.cascade);
    case ObjectKind::schema: return drop_schema(effect, name.name);
    case ObjectKind::extension: return drop_extension(effect, name.name);
    case ObjectKind::role:
    case ObjectKind::owned: return drop_role(effect, name.name);
    case ObjectKind::publication: effect.catalog.publications.erase(name.name); return;
    default: return;
  }
}

}  // namespace

void drop(Effect& effect, const model::Drop& statement) {
  for (const ObjectName& object : statement.objects) drop_one(effect, statement, object);
}

}  // namespace dunlin::lint
