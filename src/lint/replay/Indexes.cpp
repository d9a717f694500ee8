#include "lint/replay/Indexes.hpp"

#include <algorithm>

#include "lint/replay/Constraints.hpp"
#include "lint/replay/IndexNames.hpp"
#include "lint/replay/Names.hpp"

namespace dunlin::lint {

using model::CatalogConstraint;
using model::CatalogIndex;
using model::CatalogIndexColumn;
using model::CatalogRelation;
using model::ConstraintKind;
using model::QualifiedName;
using model::RelationKind;

namespace {

void collect_columns(const model::Expression& expression, std::vector<std::string>& names) {
  for (const auto& reference : expression.columns)
    if (!reference.empty()) names.push_back(reference.back());
}

// Of "lower(b) DESC" or "(a + 1) int4_ops" the expression alone.
std::string_view expression_in(std::string_view element) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < element.size(); ++i) {
    const char c = element[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0) {
      return element.substr(0, i + 1);
    }
  }
  return element;
}

CatalogIndexColumn made_part(const model::IndexColumn& column) {
  return {.name = column.name,
          .expression_text = std::string(expression_in(column.expression.text)),
          .operator_class = column.operator_class,
          .collation = column.collation,
          .descending = column.descending,
          .nulls_first = column.nulls_first};
}

CatalogIndex made_index(const Effect& effect, const model::CreateIndex& index, const QualifiedName& table) {
  CatalogIndex made;
  made.table = table;
  made.unique = index.unique;
  made.method = index.method.empty() ? "btree" : index.method;
  for (const model::IndexColumn& column : index.columns) {
    made.columns.push_back(made_part(column));
    collect_columns(column.expression, made.used_columns);
  }
  made.include = index.include;
  made.predicate_text = index.predicate.text;
  collect_columns(index.predicate, made.used_columns);
  made.nulls_not_distinct = index.nulls_not_distinct;
  made.origin = effect.origin;
  return made;
}

QualifiedName chosen_name(const Effect& effect, const CatalogIndex& index, ConstraintKind kind,
                          bool constraint) {
  const QualifiedName& table = index.table;
  const bool primary = constraint && kind == ConstraintKind::primary_key;
  const char* label = !constraint                      ? "idx"
                      : primary                        ? "pkey"
                      : kind == ConstraintKind::unique ? "key"
                                                       : "excl";
  return {table.schema,
          choose_relation_name(effect.catalog, table.schema, table.name,
                               primary ? "" : joined_names(index_name_parts(index)), label, constraint)};
}

bool same_definition(const CatalogIndex& a, const CatalogIndex& b) {
  return a.unique == b.unique && a.method == b.method && a.columns == b.columns && a.include == b.include &&
         a.predicate_text == b.predicate_text;
}

const CatalogConstraint* constraint_of(const Effect& effect, const CatalogIndex& index) {
  if (index.constraint.empty()) return nullptr;
  const auto relation = effect.catalog.relations.find(index.table);
  return relation == effect.catalog.relations.end() ? nullptr
                                                    : relation->second.find_constraint(index.constraint);
}

// An index of the partition that can be attached to the parent's (docs, ATTACH PARTITION: an equivalent one,
// that backs the same kind of constraint if the parent's does).
CatalogIndex* attachable(Effect& effect, const CatalogIndex& parent, const CatalogRelation& partition) {
  const CatalogConstraint* wanted = constraint_of(effect, parent);
  for (const CatalogIndex* index : effect.catalog.indexes_of(partition.name)) {
    if (!index->partition_of.empty() || !same_definition(*index, parent)) continue;
    const CatalogConstraint* own = constraint_of(effect, *index);
    if (wanted != nullptr && (own == nullptr || own->kind != wanted->kind)) continue;
    return &effect.catalog.indexes.at(index->name);
  }
  return nullptr;
}

void mark_attached(Effect& effect, CatalogIndex& index, const QualifiedName& parent) {
  index.partition_of = parent;
  CatalogRelation& relation = effect.catalog.relations.at(index.table);
  if (CatalogConstraint* constraint = relation.find_constraint(index.constraint))
    constraint->inherited = true;
}

void keep(Effect& effect, CatalogRelation& relation, CatalogConstraint constraint,
          const QualifiedName& index) {
  constraint.index = index.name;
  effect.catalog.links.constrained[{relation.name.schema, constraint.name}].insert(relation.name);
  relation.constraints.push_back(std::move(constraint));
}

void inherit_index(Effect& effect, const CatalogIndex& parent, CatalogRelation& partition);

void inherit_in_partitions(Effect& effect, const CatalogIndex& index) {
  for (const QualifiedName& name : names_of(effect.catalog.partitions_of(index.table)))
    inherit_index(effect, index, effect.catalog.relations.at(name));
}

void copy_index(Effect& effect, const CatalogIndex& parent, CatalogRelation& partition, bool attach) {
  const CatalogConstraint* constraint = constraint_of(effect, parent);
  CatalogIndex copy = parent;
  copy.table = partition.name;
  copy.valid = true;
  copy.partition_of = attach ? parent.name : QualifiedName();
  copy.scans.reset();
  copy.origin = effect.origin;
  copy.name = chosen_name(effect, copy, constraint == nullptr ? ConstraintKind::check : constraint->kind,
                          constraint != nullptr);
  if (constraint != nullptr) {
    CatalogConstraint own = *constraint;
    own.name = copy.name.name;
    own.inherited = attach;
    copy.constraint = own.name;
    keep(effect, partition, std::move(own), copy.name);
    if (constraint->kind == ConstraintKind::primary_key) set_not_null(effect, partition, constraint->columns);
  }
  inherit_in_partitions(effect, effect.catalog.add(std::move(copy)));
}

void inherit_index(Effect& effect, const CatalogIndex& parent, CatalogRelation& partition) {
  if (CatalogIndex* own = attachable(effect, parent, partition))
    mark_attached(effect, *own, parent.name);
  else
    copy_index(effect, parent, partition, true);
}

// Of a partitioned table and made without its partitions: it becomes valid when all have theirs attached.
bool starts_invalid(const Effect& effect, const CatalogRelation& relation, bool only) {
  return only && !effect.catalog.partitions_of(relation.name).empty();
}

}  // namespace

void create_index(Effect& effect, const model::CreateIndex& index) {
  CatalogRelation* relation = relation_for(effect, index.table);
  if (relation == nullptr) return;
  CatalogIndex made = made_index(effect, index, relation->name);
  made.name = index.name.empty() ? chosen_name(effect, made, ConstraintKind::check, false)
                                 : QualifiedName{relation->name.schema, index.name};
  if (index.if_not_exists && effect.catalog.indexes.contains(made.name)) return;
  made.valid = !starts_invalid(effect, *relation, index.only);
  const CatalogIndex& added = effect.catalog.add(std::move(made));
  if (!index.only) inherit_in_partitions(effect, added);
}

namespace {

// USING INDEX: the index gets the constraint's name.
void take_index_over(Effect& effect, CatalogRelation& relation, const model::Constraint& written,
                     CatalogConstraint made) {
  const QualifiedName old{relation.name.schema, written.using_index};
  if (made.name.empty()) made.name = written.using_index;
  const QualifiedName name{old.schema, made.name};
  if (auto node = effect.catalog.indexes.extract(old); !node.empty()) {
    CatalogIndex index = std::move(node.mapped());
    index.name = name;
    index.constraint = made.name;
    index.unique = true;
    for (const CatalogIndexColumn& column : index.columns) made.columns.push_back(column.name);
    effect.catalog.add(std::move(index));
  }
  if (made.kind == ConstraintKind::primary_key) set_not_null(effect, relation, made.columns);
  keep(effect, relation, std::move(made), name);
}

}  // namespace

void add_index_constraint(Effect& effect, CatalogRelation& relation, const model::Constraint& written,
                          CatalogConstraint made, bool only) {
  if (!written.using_index.empty()) return take_index_over(effect, relation, written, std::move(made));
  CatalogIndex index;
  index.table = relation.name;
  index.unique = made.kind != ConstraintKind::exclusion;
  if (made.kind == ConstraintKind::exclusion) index.method = "gist";
  for (const std::string& column : made.columns) index.columns.push_back({.name = column});
  index.include = written.include;
  index.nulls_not_distinct = written.nulls_not_distinct;
  index.origin = effect.origin;
  index.name = made.name.empty() ? chosen_name(effect, index, made.kind, true)
                                 : QualifiedName{relation.name.schema, made.name};
  index.valid = !starts_invalid(effect, relation, only);
  made.name = index.constraint = index.name.name;
  if (made.kind == ConstraintKind::primary_key) set_not_null(effect, relation, made.columns);
  keep(effect, relation, std::move(made), index.name);
  const CatalogIndex& added = effect.catalog.add(std::move(index));
  if (!only) inherit_in_partitions(effect, added);
}

void drop_index(Effect& effect, const QualifiedName& name) {
  const auto found = effect.catalog.indexes.find(name);
  if (found == effect.catalog.indexes.end()) return;
  const CatalogIndex dropped = std::move(found->second);
  effect.catalog.indexes.erase(found);
  const auto relation = effect.catalog.relations.find(dropped.table);
  if (relation == effect.catalog.relations.end()) return;
  std::erase_if(relation->second.constraints,
                [&](const CatalogConstraint& one) { return !one.index.empty() && one.index == name.name; });
  for (const QualifiedName& partition : names_of(effect.catalog.partitions_of(dropped.table)))
    for (const QualifiedName& index : names_of(effect.catalog.indexes_of(partition)))
      if (effect.catalog.indexes.at(index).partition_of == name) drop_index(effect, index);
}

namespace {

bool has_attached(const Effect& effect, const QualifiedName& partition, const QualifiedName& parent) {
  const auto indexes = effect.catalog.indexes_of(partition);
  return std::any_of(indexes.begin(), indexes.end(), [&](const CatalogIndex* index) {
    return index->partition_of == parent && index->valid;
  });
}

void validate_when_attached(Effect& effect, const QualifiedName& name) {
  const auto found = effect.catalog.indexes.find(name);
  if (found == effect.catalog.indexes.end() || found->second.valid) return;
  for (const CatalogRelation* partition : effect.catalog.partitions_of(found->second.table))
    if (!has_attached(effect, partition->name, name)) return;
  found->second.valid = true;
  if (!found->second.partition_of.empty()) validate_when_attached(effect, found->second.partition_of);
}

}  // namespace

void attach_index(Effect& effect, const QualifiedName& parent, const QualifiedName& index) {
  CatalogIndex* above = effect.catalog.find_index(parent);
  CatalogIndex* below = effect.catalog.find_index(index);
  if (above == nullptr || below == nullptr) return;
  mark_attached(effect, *below, above->name);
  validate_when_attached(effect, above->name);
}

void inherit_indexes(Effect& effect, const CatalogRelation& parent, CatalogRelation& partition) {
  for (const QualifiedName& name : names_of(effect.catalog.indexes_of(parent.name)))
    inherit_index(effect, effect.catalog.indexes.at(name), partition);
}

void copy_indexes(Effect& effect, const CatalogRelation& source, CatalogRelation& table) {
  for (const QualifiedName& name : names_of(effect.catalog.indexes_of(source.name)))
    copy_index(effect, effect.catalog.indexes.at(name), table, false);
}

}  // namespace dunlin::lint
