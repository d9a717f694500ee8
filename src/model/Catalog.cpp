#include "model/Catalog.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace dunlin::model {
namespace {

// Under these names only PostgreSQL's own types are meant: pg_catalog is searched first.
constexpr std::array<std::string_view, 37> k_own_types{
    "bool",    "bytea",     "text",        "varchar",  "bpchar",  "char",     "name",    "int2",
    "int4",    "int8",      "float4",      "float8",   "numeric", "money",    "date",    "time",
    "timetz",  "timestamp", "timestamptz", "interval", "uuid",    "json",     "jsonb",   "xml",
    "inet",    "cidr",      "macaddr",     "bit",      "varbit",  "tsvector", "tsquery", "void",
    "trigger", "record",    "oid",         "regclass", "point"};

constexpr const char* k_temporary = "pg_temp";

bool is_own_type(std::string_view name) {
  return std::find(k_own_types.begin(), k_own_types.end(), name) != k_own_types.end();
}

// False for most schemas that don't have anything, at the price of two comparisons: names are ordered by
// schema.
template <typename Map>
bool may_have(const Map& map, std::string_view schema) {
  return !map.empty() && map.begin()->first.schema <= schema && map.rbegin()->first.schema >= schema;
}

// The entry that a name means: as qualified, or in the first schema of the search path that has it. A
// temporary object hides all others.
template <typename Map>
auto find_named(Map& map, const std::vector<std::string>& search_path, const QualifiedName& name)
    -> decltype(map.begin()) {
  if (!name.schema.empty()) return map.find(name);
  QualifiedName probe{k_temporary, name.name};
  if (may_have(map, probe.schema))
    if (auto found = map.find(probe); found != map.end()) return found;
  for (const std::string& schema : search_path) {
    if (!may_have(map, schema)) continue;
    probe.schema = schema;
    if (auto found = map.find(probe); found != map.end()) return found;
  }
  return map.end();
}

template <typename Map>
auto* value_or_null(Map& map, const std::vector<std::string>& search_path, const QualifiedName& name) {
  auto found = find_named(map, search_path, name);
  return found == map.end() ? nullptr : &found->second;
}

template <typename Map, typename Check>
auto checked(const Map& map, const std::vector<QualifiedName>& names, Check check) {
  std::vector<const typename Map::mapped_type*> found;
  for (const QualifiedName& name : names) {
    const auto entry = map.find(name);
    if (entry != map.end() && check(entry->second)) found.push_back(&entry->second);
  }
  return found;
}

bool contains(const std::vector<QualifiedName>& names, const QualifiedName& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <typename Items>
auto find_by_name(Items& items, const std::string& name) -> decltype(items.data()) {
  for (auto& item : items)
    if (item.name == name) return &item;
  return nullptr;
}

bool is_input(const FunctionArgument& argument) {
  return argument.mode != 'o' && argument.mode != 't';
}

bool same_inputs(const std::vector<FunctionArgument>& a, const std::vector<FunctionArgument>& b) {
  auto left = a.begin();
  auto right = b.begin();
  while (true) {
    left = std::find_if(left, a.end(), is_input);
    right = std::find_if(right, b.end(), is_input);
    if (left == a.end() || right == b.end()) return left == a.end() && right == b.end();
    if (!same_type((left++)->type, (right++)->type)) return false;
  }
}

}  // namespace

bool same_type(const TypeName& a, const TypeName& b) {
  return a.name == b.name && a.array == b.array &&
         (a.schema.empty() || b.schema.empty() || a.schema == b.schema);
}

const Origin* CatalogColumn::origin_of(ColumnFact fact) const {
  const auto later = altered.find(fact);
  if (later != altered.end()) return later->second ? &*later->second : nullptr;
  return declared ? &origin : nullptr;
}

void CatalogColumn::declare(ColumnFact fact, const Origin& by, bool was_so) {
  const Origin* known = was_so ? origin_of(fact) : nullptr;
  if (known == nullptr || !known->condition.empty()) altered[fact] = by;
}

const CatalogColumn* CatalogRelation::find_column(const std::string& column) const {
  return find_by_name(columns, column);
}
CatalogColumn* CatalogRelation::find_column(const std::string& column) {
  return find_by_name(columns, column);
}
const CatalogConstraint* CatalogRelation::find_constraint(const std::string& constraint) const {
  return find_by_name(constraints, constraint);
}
CatalogConstraint* CatalogRelation::find_constraint(const std::string& constraint) {
  return find_by_name(constraints, constraint);
}

const CatalogConstraint* CatalogRelation::primary_key() const {
  for (const CatalogConstraint& constraint : constraints)
    if (constraint.kind == ConstraintKind::primary_key) return &constraint;
  return nullptr;
}

std::string CatalogFunction::signature() const {
  std::string text = to_string(name) + "(";
  bool first = true;
  for (const FunctionArgument& argument : arguments) {
    if (!is_input(argument)) continue;
    if (!first) text += ", ";
    first = false;
    TypeName type = argument.type;
    type.modifiers.clear();
    text += to_string(type);
  }
  return text + ")";
}

const std::vector<QualifiedName>& CatalogLinks::find(const QualifiedName& name) const {
  static const std::vector<QualifiedName> k_none;
  const auto found = names_.find(name);
  return found == names_.end() ? k_none : found->second;
}

void CatalogLinks::add(const QualifiedName& name, const QualifiedName& referrer) {
  std::vector<QualifiedName>& known = names_[name];
  const auto place = std::lower_bound(known.begin(), known.end(), referrer);
  if (place == known.end() || *place != referrer) known.insert(place, referrer);
}

CatalogRelation& Catalog::add(CatalogRelation relation) {
  const QualifiedName name = relation.name;
  CatalogRelation& added = relations.insert_or_assign(name, std::move(relation)).first->second;
  link(added);
  return added;
}

CatalogIndex& Catalog::add(CatalogIndex index) {
  const QualifiedName name = index.name;
  table_indexes.add(index.table, name);
  return indexes.insert_or_assign(name, std::move(index)).first->second;
}

CatalogSequence& Catalog::add(CatalogSequence sequence) {
  const QualifiedName name = sequence.name;
  if (!sequence.owned_by_table.empty()) owned_sequences.add(sequence.owned_by_table, name);
  return sequences.insert_or_assign(name, std::move(sequence)).first->second;
}

void Catalog::link(const CatalogRelation& relation) {
  for (const CatalogConstraint& constraint : relation.constraints) {
    constrained.add({relation.name.schema, constraint.name}, relation.name);
    if (constraint.kind == ConstraintKind::foreign_key) referrers.add(constraint.references, relation.name);
  }
  if (!relation.partition_of.empty()) children.add(relation.partition_of, relation.name);
  for (const QualifiedName& parent : relation.inherits) children.add(parent, relation.name);
  if (relation.is_view())
    for (const RelationUse& use : relation.query.relations) dependent_views.add(use.name, relation.name);
}

const CatalogRelation* Catalog::find_relation(const QualifiedName& name) const {
  return value_or_null(relations, search_path, name);
}
CatalogRelation* Catalog::find_relation(const QualifiedName& name) {
  return value_or_null(relations, search_path, name);
}
const CatalogIndex* Catalog::find_index(const QualifiedName& name) const {
  return value_or_null(indexes, search_path, name);
}
CatalogIndex* Catalog::find_index(const QualifiedName& name) {
  return value_or_null(indexes, search_path, name);
}
const CatalogType* Catalog::find_type(const QualifiedName& name) const {
  return value_or_null(types, search_path, name);
}
CatalogType* Catalog::find_type(const QualifiedName& name) {
  return value_or_null(types, search_path, name);
}
const CatalogSequence* Catalog::find_sequence(const QualifiedName& name) const {
  return value_or_null(sequences, search_path, name);
}
CatalogSequence* Catalog::find_sequence(const QualifiedName& name) {
  return value_or_null(sequences, search_path, name);
}

const std::vector<CatalogFunction>& Catalog::find_functions(const QualifiedName& name) const {
  static const std::vector<CatalogFunction> k_none;
  const auto* found = value_or_null(functions, search_path, name);
  return found == nullptr ? k_none : *found;
}

const CatalogFunction* Catalog::find_function(const QualifiedName& name,
                                              const std::vector<FunctionArgument>& arguments) const {
  const auto in_schema = [&](const QualifiedName& full) -> const CatalogFunction* {
    for (const CatalogFunction& function : find_functions(full))
      if (same_inputs(function.arguments, arguments)) return &function;
    return nullptr;
  };
  if (!name.schema.empty()) return in_schema(name);
  for (const std::string& schema : search_path)
    if (const CatalogFunction* found = in_schema({schema, name.name})) return found;
  return nullptr;
}

QualifiedName Catalog::qualified(const QualifiedName& name) const {
  if (!name.schema.empty() || name.name.empty()) return name;
  const auto has = [](const auto& map, const QualifiedName& full) {
    return may_have(map, full.schema) && map.contains(full);
  };
  for (std::size_t i = 0; i <= search_path.size(); ++i) {
    QualifiedName full{i == 0 ? k_temporary : search_path[i - 1], name.name};
    if (has(relations, full) || has(indexes, full) || has(sequences, full)) return full;
  }
  for (const std::string& schema : search_path)
    if (QualifiedName full{schema, name.name}; has(types, full) || has(functions, full)) return full;
  return created(name);
}

// A schema of the path that isn't there is passed over by PostgreSQL (docs, 5.9.3); where we don't know all
// schemas it is taken to be there.
QualifiedName Catalog::created(const QualifiedName& name) const {
  if (!name.schema.empty()) return name;
  for (const std::string& schema : search_path) {
    if (schema == "$user" || schema == "pg_catalog") continue;
    if (!complete || schemas.empty() || schemas.contains(schema)) return {schema, name.name};
  }
  return {"public", name.name};
}

TypeName Catalog::qualified(const TypeName& type) const {
  TypeName full = type;
  if (type.name == "numeric" && type.modifiers.size() == 2 && type.modifiers[1] == 0)
    full.modifiers.pop_back();
  if (!type.schema.empty() || is_own_type(type.name)) return full;
  const QualifiedName name{"", type.name};
  if (const auto found = find_named(types, search_path, name); found != types.end())
    full.schema = found->first.schema;
  else if (const auto row = find_named(relations, search_path, name); row != relations.end())
    full.schema = row->first.schema;
  return full;
}

std::vector<const CatalogIndex*> Catalog::indexes_of(const QualifiedName& table) const {
  const QualifiedName name = qualified(table);
  return checked(indexes, table_indexes.find(name),
                 [&](const CatalogIndex& index) { return index.table == name; });
}

std::vector<const CatalogRelation*> Catalog::referencing(const QualifiedName& table) const {
  const QualifiedName name = qualified(table);
  return checked(relations, referrers.find(name), [&](const CatalogRelation& relation) {
    return std::any_of(
        relation.constraints.begin(), relation.constraints.end(), [&](const CatalogConstraint& constraint) {
          return constraint.kind == ConstraintKind::foreign_key && constraint.references == name;
        });
  });
}

std::vector<const CatalogRelation*> Catalog::partitions_of(const QualifiedName& table) const {
  const QualifiedName name = qualified(table);
  return checked(relations, children.find(name),
                 [&](const CatalogRelation& relation) { return relation.partition_of == name; });
}

std::vector<const CatalogRelation*> Catalog::children_of(const QualifiedName& table) const {
  const QualifiedName name = qualified(table);
  return checked(relations, children.find(name), [&](const CatalogRelation& relation) {
    return relation.partition_of == name || contains(relation.inherits, name);
  });
}

std::vector<const CatalogSequence*> Catalog::sequences_of(const QualifiedName& table) const {
  const QualifiedName name = qualified(table);
  return checked(sequences, owned_sequences.find(name),
                 [&](const CatalogSequence& sequence) { return sequence.owned_by_table == name; });
}

bool Catalog::has_constraint(const QualifiedName& constraint) const {
  const auto& tables = constrained.find(constraint);
  return std::any_of(tables.begin(), tables.end(), [&](const QualifiedName& table) {
    const auto found = relations.find(table);
    return found != relations.end() && found->second.find_constraint(constraint.name) != nullptr;
  });
}

const CatalogRelation* Catalog::default_partition_of(const QualifiedName& table) const {
  for (const CatalogRelation* partition : partitions_of(table))
    if (partition->bound.is_default) return partition;
  return nullptr;
}

std::vector<const CatalogRelation*> Catalog::views_on(const QualifiedName& relation) const {
  const QualifiedName name = qualified(relation);
  return checked(relations, dependent_views.find(name), [&](const CatalogRelation& view) {
    return std::any_of(view.query.relations.begin(), view.query.relations.end(),
                       [&](const RelationUse& use) { return use.name == name; });
  });
}

}  // namespace dunlin::model
