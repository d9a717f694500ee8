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

void drop_foreign_keys_to(Site& site, const QualifiedName& table) {
  for (const QualifiedName& name : names_of(site.catalog.referencing(table)))
    std::erase_if(
        site.catalog.relations.at(name).constraints, [&](const model::CatalogConstraint& constraint) {
          return constraint.kind == model::ConstraintKind::foreign_key && constraint.references == table;
        });
}

void forget_grants(Site& site, ObjectKind kind, const std::string& object) {
  std::erase_if(site.catalog.grants, [&](const model::CatalogGrant& grant) {
    return grant.object == object &&
           (grant.kind == kind || (kind == ObjectKind::table && grant.kind == ObjectKind::sequence));
  });
}

void forget_in_publications(Site& site, const QualifiedName& name) {
  for (auto& [publication, tables] : site.catalog.publications) std::erase(tables, name);
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
void drop_sequence(Site& site, const QualifiedName& name, bool cascade) {
  if (site.catalog.sequences.erase(name) == 0) return;
  forget_grants(site, ObjectKind::table, to_string(name));
  if (!cascade) return;
  for (auto& [table, relation] : site.catalog.relations)
    for (model::CatalogColumn& column : relation.columns)
      if (draws_from(column.default_text, name)) {
        column.default_text.clear();
        column.default_volatile = false;
      }
}

// DROP TABLE ... CASCADE takes policies of other tables along that look into it.
void drop_policies_on(Site& site, const QualifiedName& name) {
  const auto looks = [&](const model::Expression& expression) {
    return std::any_of(expression.relations.begin(), expression.relations.end(),
                       [&](const model::RelationUse& use) { return use.name == name; });
  };
  for (auto& [table, relation] : site.catalog.relations)
    std::erase_if(relation.policies, [&](const model::CatalogPolicy& policy) {
      return looks(policy.using_) || looks(policy.check);
    });
}

}  // namespace

void drop_relation(Site& site, const QualifiedName& name, bool cascade) {
  auto dropped = site.catalog.relations.extract(name);
  if (dropped.empty()) return;
  for (const QualifiedName& view : names_of(site.catalog.views_on(name))) drop_relation(site, view, cascade);
  if (!dropped.mapped().is_view())
    for (const QualifiedName& child : names_of(site.catalog.children_of(name)))
      drop_relation(site, child, cascade);
  drop_foreign_keys_to(site, name);
  for (const QualifiedName& index : names_of(site.catalog.indexes_of(name)))
    site.catalog.indexes.erase(index);
  for (const QualifiedName& sequence : names_of(site.catalog.sequences_of(name)))
    drop_sequence(site, sequence, cascade);
  forget_in_publications(site, name);
  forget_grants(site, ObjectKind::table, to_string(name));
}

namespace {

void drop_relation_like(Site& site, const QualifiedName& written, bool cascade) {
  const QualifiedName name = site.catalog.qualified(written);
  if (cascade) {
    drop_policies_on(site, name);
    drop_functions_with(site, name);
  }
  drop_relation(site, name, cascade);
}

void drop_columns_with(Site& site, const QualifiedName& type) {
  std::vector<std::pair<QualifiedName, std::string>> columns;
  for (const auto& [table, relation] : site.catalog.relations)
    for (const model::CatalogColumn& column : relation.columns)
      if (column.type.name == type.name && column.type.schema == type.schema)
        columns.emplace_back(table, column.name);
  for (const auto& [table, column] : columns)
    if (CatalogRelation* relation = site.catalog.find_relation(table))
      drop_column(site, *relation, column, {.cascade = true});
}

void drop_type(Site& site, const QualifiedName& written, bool cascade) {
  const model::CatalogType* type = site.catalog.find_type(written);
  if (type == nullptr) return;
  const QualifiedName name = type->name;
  if (cascade) {
    drop_functions_with(site, name);
    drop_columns_with(site, name);
    forget_defaults(site, name.name);
  }
  site.catalog.types.erase(name);
}

template <typename Map>
std::vector<QualifiedName> names_in(const Map& map, const std::string& schema) {
  std::vector<QualifiedName> names;
  for (auto entry = map.lower_bound({schema, ""}); entry != map.end() && entry->first.schema == schema;
       ++entry)
    names.push_back(entry->first);
  return names;
}

void drop_schema(Site& site, const std::string& schema) {
  model::Catalog& catalog = site.catalog;
  forget_defaults(site, "");
  for (const QualifiedName& name : names_in(catalog.relations, schema)) drop_relation(site, name, true);
  for (const QualifiedName& name : names_in(catalog.functions, schema)) drop_functions_named(site, name);
  for (const QualifiedName& name : names_in(catalog.types, schema)) drop_type(site, name, true);
  for (const QualifiedName& name : names_in(catalog.sequences, schema)) catalog.sequences.erase(name);
  catalog.schemas.erase(schema);
  forget_grants(site, ObjectKind::schema, schema);
}

void drop_extension(Site& site, const std::string& extension) {
  model::Catalog& catalog = site.catalog;
  catalog.extensions.erase(extension);
  forget_defaults(site, "");
  std::erase_if(catalog.types, [&](const auto& entry) { return entry.second.extension == extension; });
  erase_functions(site, [&](const auto& function) { return function.extension == extension; });
  std::vector<QualifiedName> relations;
  for (const auto& [name, relation] : catalog.relations)
    if (relation.extension == extension) relations.push_back(name);
  for (const QualifiedName& name : relations) drop_relation(site, name);
}

void drop_part(Site& site, ObjectKind kind, const ObjectName& object) {
  CatalogRelation* relation = site.catalog.find_relation(object.table);
  if (relation == nullptr) return;
  const auto same = [&](const auto& part) { return part.name == object.name.name; };
  if (kind == ObjectKind::trigger) std::erase_if(relation->triggers, same);
  if (kind == ObjectKind::policy) std::erase_if(relation->policies, same);
  if (kind == ObjectKind::rule) std::erase(relation->rules, object.name.name);
}

void drop_role(Site& site, const std::string& role) {
  site.catalog.roles.erase(role);
  std::erase_if(site.catalog.grants, [&](const model::CatalogGrant& grant) { return grant.grantee == role; });
}

void drop_one(Site& site, const model::Drop& statement, const ObjectName& object) {
  const QualifiedName& name = object.name;
  switch (statement.kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::foreign_table: return drop_relation_like(site, name, statement.cascade);
    case ObjectKind::index: return drop_index(site, site.catalog.qualified(name));
    case ObjectKind::sequence: return drop_sequence(site, site.catalog.qualified(name), statement.cascade);
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine: return drop_function(site, object, statement.cascade);
    case ObjectKind::trigger:
    case ObjectKind::policy:
    case ObjectKind::rule: return drop_part(site, statement.kind, object);
    case ObjectKind::type:
    case ObjectKind::domain: return drop_type(site, name, statement.cascade);
    case ObjectKind::schema: return drop_schema(site, name.name);
    case ObjectKind::extension: return drop_extension(site, name.name);
    case ObjectKind::role:
    case ObjectKind::owned: return drop_role(site, name.name);
    case ObjectKind::publication: site.catalog.publications.erase(name.name); return;
    default: return;
  }
}

}  // namespace

void drop(Site& site, const model::Drop& statement) {
  for (const ObjectName& object : statement.objects) drop_one(site, statement, object);
}

}  // namespace dunlin::lint
