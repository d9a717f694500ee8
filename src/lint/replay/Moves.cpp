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

void move_grants(Effect& effect, const std::string& from, const std::string& to) {
  for (model::CatalogGrant& grant : effect.catalog.grants)
    if (grant.object == from) grant.object = to;
}

void move_in_children(Effect& effect, const QualifiedName& from, const QualifiedName& to) {
  for (const QualifiedName& name : names_of(effect.catalog.children_of(from))) {
    CatalogRelation& child = effect.catalog.relations.at(name);
    if (child.partition_of == from) child.partition_of = to;
    std::replace(child.inherits.begin(), child.inherits.end(), from, to);
    effect.catalog.link(child);
  }
}

void move_in_constraints(Effect& effect, const QualifiedName& from, const QualifiedName& to) {
  for (const QualifiedName& name : names_of(effect.catalog.referencing(from))) {
    CatalogRelation& relation = effect.catalog.relations.at(name);
    for (CatalogConstraint& constraint : relation.constraints)
      if (constraint.references == from) constraint.references = to;
    effect.catalog.link(relation);
  }
}

void move_in_views(Effect& effect, const QualifiedName& from, const QualifiedName& to) {
  for (const QualifiedName& name : names_of(effect.catalog.views_on(from))) {
    CatalogRelation& view = effect.catalog.relations.at(name);
    for (model::RelationUse& use : view.query.relations)
      if (use.name == from) use.name = to;
    effect.catalog.link(view);
  }
}

void move_owned(Effect& effect, const QualifiedName& from, const QualifiedName& to) {
  for (const QualifiedName& name : names_of(effect.catalog.indexes_of(from))) {
    effect.catalog.indexes.at(name).table = to;
    move_index(effect, name, {to.schema, name.name});
  }
  for (const QualifiedName& name : names_of(effect.catalog.sequences_of(from))) {
    effect.catalog.sequences.at(name).owned_by_table = to;
    effect.catalog.links.sequences[to].insert(name);
    if (to.schema != from.schema) move_sequence(effect, name, {to.schema, name.name});
  }
}

}  // namespace

void move_relation(Effect& effect, const QualifiedName& from, const QualifiedName& to) {
  if (from == to || !effect.catalog.relations.contains(from)) return;
  move_in_children(effect, from, to);
  move_in_constraints(effect, from, to);
  move_in_views(effect, from, to);
  move_owned(effect, from, to);
  for (auto& [publication, tables] : effect.catalog.publications)
    std::replace(tables.begin(), tables.end(), from, to);
  move_grants(effect, to_string(from), to_string(to));
  CatalogRelation* moved = move_key(effect.catalog.relations, from, to);
  moved->name = to;
  effect.catalog.link(*moved);
}

void move_index(Effect& effect, const QualifiedName& from, const QualifiedName& to) {
  model::CatalogIndex* index =
      effect.catalog.indexes.contains(from) ? &effect.catalog.indexes.at(from) : nullptr;
  if (index == nullptr) return;
  const QualifiedName table = index->table;
  effect.catalog.links.indexes[table].insert(to);
  if (from == to) return;
  for (const QualifiedName& partition : names_of(effect.catalog.partitions_of(table)))
    for (const QualifiedName& name : names_of(effect.catalog.indexes_of(partition)))
      if (auto& child = effect.catalog.indexes.at(name); child.partition_of == from) child.partition_of = to;
  move_key(effect.catalog.indexes, from, to)->name = to;
}

void rename_index(Effect& effect, const QualifiedName& index, const std::string& name) {
  const auto found = effect.catalog.indexes.find(index);
  if (found == effect.catalog.indexes.end()) return;
  const auto relation = effect.catalog.relations.find(found->second.table);
  if (!found->second.constraint.empty() && relation != effect.catalog.relations.end()) {
    if (CatalogConstraint* constraint = relation->second.find_constraint(found->second.constraint))
      constraint->name = constraint->index = name;
    effect.catalog.link(relation->second);
    found->second.constraint = name;
  }
  move_index(effect, index, {index.schema, name});
}

void move_sequence(Effect& effect, const QualifiedName& from, const QualifiedName& to) {
  model::CatalogSequence* moved = move_key(effect.catalog.sequences, from, to);
  if (moved == nullptr) return;
  moved->name = to;
  if (!moved->owned_by_table.empty()) effect.catalog.links.sequences[moved->owned_by_table].insert(to);
  move_grants(effect, to_string(from), to_string(to));
}

void move_type(Effect& effect, const QualifiedName& from, const QualifiedName& to) {
  model::CatalogType* moved = move_key(effect.catalog.types, from, to);
  if (moved == nullptr) return;
  moved->name = to;
  const auto follow = [&](model::TypeName& type) {
    if (type.name != from.name || type.schema != from.schema) return;
    type.schema = to.schema;
    type.name = to.name;
  };
  for (auto& [name, relation] : effect.catalog.relations)
    for (model::CatalogColumn& column : relation.columns) follow(column.type);
  for (auto& [name, overloads] : effect.catalog.functions)
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

void move_schema(Effect& effect, const std::string& from, const std::string& to) {
  model::Catalog& catalog = effect.catalog;
  for (const QualifiedName& name : names_in(catalog.types, from)) move_type(effect, name, {to, name.name});
  for (const QualifiedName& name : names_in(catalog.relations, from))
    move_relation(effect, name, {to, name.name});
  for (const QualifiedName& name : names_in(catalog.sequences, from))
    move_sequence(effect, name, {to, name.name});
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
  move_grants(effect, from, to);
}

}  // namespace dunlin::lint
