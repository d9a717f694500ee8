#include "lint/replay/Moves.hpp"

#include <algorithm>

namespace dunlin::lint {

using model::CatalogConstraint;
using model::CatalogRelation;
using model::QualifiedName;

namespace {

// The value under another key; nullptr when it isn't known.
template <typename Value>
Value* move_key(std::map<QualifiedName, Value>& map, const QualifiedName& from, const QualifiedName& to) {
  auto node = map.extract(from);
  if (node.empty()) return nullptr;
  node.key() = to;
  map.erase(to);
  return &map.insert(std::move(node)).position->second;
}

void move_grants(Site& site, const std::string& from, const std::string& to) {
  for (model::CatalogGrant& grant : site.catalog.grants)
    if (grant.object == from) grant.object = to;
}

void move_in_children(Site& site, const QualifiedName& from, const QualifiedName& to) {
  for (const QualifiedName& name : names_of(site.catalog.children_of(from))) {
    CatalogRelation& child = site.catalog.relations.at(name);
    if (child.partition_of == from) child.partition_of = to;
    std::replace(child.inherits.begin(), child.inherits.end(), from, to);
    site.catalog.link(child);
  }
}

void move_in_constraints(Site& site, const QualifiedName& from, const QualifiedName& to) {
  for (const QualifiedName& name : names_of(site.catalog.referencing(from))) {
    CatalogRelation& relation = site.catalog.relations.at(name);
    for (CatalogConstraint& constraint : relation.constraints)
      if (constraint.references == from) constraint.references = to;
    site.catalog.link(relation);
  }
}

void move_in_views(Site& site, const QualifiedName& from, const QualifiedName& to) {
  for (const QualifiedName& name : names_of(site.catalog.views_on(from))) {
    CatalogRelation& view = site.catalog.relations.at(name);
    for (model::RelationUse& use : view.query.relations)
      if (use.name == from) use.name = to;
    site.catalog.link(view);
  }
}

void move_owned(Site& site, const QualifiedName& from, const QualifiedName& to) {
  for (const QualifiedName& name : names_of(site.catalog.indexes_of(from))) {
    site.catalog.indexes.at(name).table = to;
    move_index(site, name, {to.schema, name.name});
  }
  for (const QualifiedName& name : names_of(site.catalog.sequences_of(from))) {
    site.catalog.sequences.at(name).owned_by_table = to;
    site.catalog.owned_sequences.add(to, name);
    if (to.schema != from.schema) move_sequence(site, name, {to.schema, name.name});
  }
}

}  // namespace

namespace {

// Of a relation whose name another one gets, although it was known: it must have gone unseen.
void forget_parent(Site& site, const QualifiedName& parent) {
  for (const QualifiedName& name : names_of(site.catalog.children_of(parent))) {
    CatalogRelation& child = site.catalog.relations.at(name);
    if (child.partition_of == parent) child.partition_of = {};
    std::erase(child.inherits, parent);
  }
}

}  // namespace

void move_relation(Site& site, const QualifiedName& from, const QualifiedName& to) {
  if (from == to || !site.catalog.relations.contains(from)) return;
  forget_parent(site, to);
  move_in_children(site, from, to);
  move_in_constraints(site, from, to);
  move_in_views(site, from, to);
  move_owned(site, from, to);
  for (auto& [publication, tables] : site.catalog.publications)
    std::replace(tables.begin(), tables.end(), from, to);
  move_grants(site, to_string(from), to_string(to));
  CatalogRelation* moved = move_key(site.catalog.relations, from, to);
  moved->name = to;
  site.catalog.link(*moved);
}

void move_index(Site& site, const QualifiedName& from, const QualifiedName& to) {
  model::CatalogIndex* index = site.catalog.indexes.contains(from) ? &site.catalog.indexes.at(from) : nullptr;
  if (index == nullptr) return;
  const QualifiedName table = index->table;
  site.catalog.table_indexes.add(table, to);
  if (from == to) return;
  for (const QualifiedName& partition : names_of(site.catalog.partitions_of(table)))
    for (const QualifiedName& name : names_of(site.catalog.indexes_of(partition)))
      if (auto& child = site.catalog.indexes.at(name); child.partition_of == from) child.partition_of = to;
  move_key(site.catalog.indexes, from, to)->name = to;
}

void rename_index(Site& site, const QualifiedName& index, const std::string& name) {
  const auto found = site.catalog.indexes.find(index);
  if (found == site.catalog.indexes.end()) return;
  const auto relation = site.catalog.relations.find(found->second.table);
  if (!found->second.constraint.empty() && relation != site.catalog.relations.end()) {
    if (CatalogConstraint* constraint = relation->second.find_constraint(found->second.constraint))
      constraint->name = constraint->index = name;
    site.catalog.link(relation->second);
    found->second.constraint = name;
  }
  move_index(site, index, {index.schema, name});
}

void move_sequence(Site& site, const QualifiedName& from, const QualifiedName& to) {
  model::CatalogSequence* moved = move_key(site.catalog.sequences, from, to);
  if (moved == nullptr) return;
  moved->name = to;
  if (!moved->owned_by_table.empty()) site.catalog.owned_sequences.add(moved->owned_by_table, to);
  move_grants(site, to_string(from), to_string(to));
}

void move_type(Site& site, const QualifiedName& from, const QualifiedName& to) {
  model::CatalogType* moved = move_key(site.catalog.types, from, to);
  if (moved == nullptr) return;
  moved->name = to;
  const auto follow = [&](model::TypeName& type) {
    if (type.name != from.name || type.schema != from.schema) return;
    type.schema = to.schema;
    type.name = to.name;
  };
  for (auto& [name, relation] : site.catalog.relations)
    for (model::CatalogColumn& column : relation.columns) follow(column.type);
  for (auto& [name, overloads] : site.catalog.functions)
    for (model::CatalogFunction& function : overloads) {
      follow(function.returns);
      for (model::FunctionArgument& argument : function.arguments) follow(argument.type);
    }
}

namespace {

template <typename Map>
std::vector<QualifiedName> names_in(const Map& map, const std::string& schema) {
  std::vector<QualifiedName> names;
  for (auto entry = map.lower_bound({schema, ""}); entry != map.end() && entry->first.schema == schema;
       ++entry)
    names.push_back(entry->first);
  return names;
}

}  // namespace

void move_schema(Site& site, const std::string& from, const std::string& to) {
  model::Catalog& catalog = site.catalog;
  for (const QualifiedName& name : names_in(catalog.types, from)) move_type(site, name, {to, name.name});
  for (const QualifiedName& name : names_in(catalog.relations, from))
    move_relation(site, name, {to, name.name});
  for (const QualifiedName& name : names_in(catalog.sequences, from))
    move_sequence(site, name, {to, name.name});
  for (const QualifiedName& name : names_in(catalog.functions, from)) {
    auto* moved = move_key(catalog.functions, name, {to, name.name});
    for (model::CatalogFunction& function : *moved) function.name.schema = to;
  }
  for (auto& [name, relation] : catalog.relations)
    for (model::CatalogTrigger& trigger : relation.triggers)
      if (trigger.function.schema == from) trigger.function.schema = to;
  if (auto node = catalog.schemas.extract(from); !node.empty()) {
    node.key() = to;
    catalog.schemas.insert(std::move(node));
  }
  move_grants(site, from, to);
}

}  // namespace dunlin::lint
