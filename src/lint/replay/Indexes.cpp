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

CatalogIndex made_index(const model::Origin& origin, const model::CreateIndex& index,
                        const QualifiedName& table) {
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
  made.origin = origin;
  return made;
}

QualifiedName chosen_name(const model::Catalog& catalog, const CatalogIndex& index, ConstraintKind kind,
                          bool constraint) {
  const QualifiedName& table = index.table;
  const bool primary = constraint && kind == ConstraintKind::primary_key;
  const char* label = !constraint                      ? "idx"
                      : primary                        ? "pkey"
                      : kind == ConstraintKind::unique ? "key"
                                                       : "excl";
  return {table.schema,
          choose_relation_name(catalog, table.schema, table.name,
                               primary ? "" : joined_names(index_name_parts(index)), label, constraint)};
}

bool same_definition(const CatalogIndex& a, const CatalogIndex& b) {
  return a.unique == b.unique && a.method == b.method && a.columns == b.columns && a.include == b.include &&
         a.predicate_text == b.predicate_text;
}

const CatalogConstraint* constraint_of(const Site& site, const CatalogIndex& index) {
  if (index.constraint.empty()) return nullptr;
  const auto relation = site.catalog.relations.find(index.table);
  return relation == site.catalog.relations.end() ? nullptr
                                                  : relation->second.find_constraint(index.constraint);
}

// An index of the partition that can be attached to the parent's (docs, ATTACH PARTITION: an equivalent one,
// that backs the same kind of constraint if the parent's does).
CatalogIndex* attachable(Site& site, const CatalogIndex& parent, const CatalogRelation& partition) {
  const CatalogConstraint* wanted = constraint_of(site, parent);
  for (const CatalogIndex* index : site.catalog.indexes_of(partition.name)) {
    if (!index->partition_of.empty() || !same_definition(*index, parent)) continue;
    const CatalogConstraint* own = constraint_of(site, *index);
    if (wanted != nullptr && (own == nullptr || own->kind != wanted->kind)) continue;
    return &site.catalog.indexes.at(index->name);
  }
  return nullptr;
}

void mark_attached(Site& site, CatalogIndex& index, const QualifiedName& parent) {
  index.partition_of = parent;
  CatalogRelation& relation = site.catalog.relations.at(index.table);
  if (CatalogConstraint* constraint = relation.find_constraint(index.constraint))
    constraint->inherited = true;
}

void keep(Site& site, CatalogRelation& relation, CatalogConstraint constraint, const QualifiedName& index) {
  constraint.index = index.name;
  site.catalog.constrained.add({relation.name.schema, constraint.name}, relation.name);
  relation.constraints.push_back(std::move(constraint));
}

void inherit_index(Site& site, const CatalogIndex& parent, CatalogRelation& partition);

void inherit_in_partitions(Site& site, const CatalogIndex& index) {
  for (const QualifiedName& name : names_of(site.catalog.partitions_of(index.table)))
    inherit_index(site, index, site.catalog.relations.at(name));
}

void copy_index(Site& site, const CatalogIndex& parent, CatalogRelation& partition, bool attach) {
  const CatalogConstraint* constraint = constraint_of(site, parent);
  CatalogIndex copy = parent;
  copy.table = partition.name;
  copy.valid = true;
  copy.partition_of = attach ? parent.name : QualifiedName();
  copy.scans.reset();
  copy.origin = site.origin;
  copy.name =
      chosen_name(site.catalog, copy, constraint == nullptr ? ConstraintKind::check : constraint->kind,
                  constraint != nullptr);
  if (constraint != nullptr) {
    CatalogConstraint own = *constraint;
    own.name = copy.name.name;
    own.inherited = attach;
    copy.constraint = own.name;
    keep(site, partition, std::move(own), copy.name);
    if (constraint->kind == ConstraintKind::primary_key) set_not_null(site, partition, constraint->columns);
  }
  inherit_in_partitions(site, site.catalog.add(std::move(copy)));
}

void inherit_index(Site& site, const CatalogIndex& parent, CatalogRelation& partition) {
  if (CatalogIndex* own = attachable(site, parent, partition))
    mark_attached(site, *own, parent.name);
  else
    copy_index(site, parent, partition, true);
}

// Of a partitioned table and made without its partitions: it becomes valid when all have theirs attached.
bool starts_invalid(const Site& site, const CatalogRelation& relation, bool only) {
  return only && !site.catalog.partitions_of(relation.name).empty();
}

}  // namespace

std::string index_name(const model::Catalog& catalog, const model::CreateIndex& index,
                       const QualifiedName& table) {
  return chosen_name(catalog, made_index({}, index, table), ConstraintKind::check, false).name;
}

void create_index(Site& site, const model::CreateIndex& index) {
  CatalogRelation* relation = relation_for(site, index.table);
  if (relation == nullptr) return;
  CatalogIndex made = made_index(site.origin, index, relation->name);
  made.name = index.name.empty() ? chosen_name(site.catalog, made, ConstraintKind::check, false)
                                 : QualifiedName{relation->name.schema, index.name};
  if (const auto known = site.catalog.indexes.find(made.name);
      (index.if_not_exists || site.conditional) && known != site.catalog.indexes.end())
    return confirm(site, known->second.origin);
  made.valid = !starts_invalid(site, *relation, index.only);
  const CatalogIndex& added = site.catalog.add(std::move(made));
  if (!index.only) inherit_in_partitions(site, added);
}

namespace {

// USING INDEX: the index gets the constraint's name.
void take_index_over(Site& site, CatalogRelation& relation, const model::Constraint& written,
                     CatalogConstraint made) {
  const QualifiedName old{relation.name.schema, written.using_index};
  if (made.name.empty()) made.name = written.using_index;
  const QualifiedName name{old.schema, made.name};
  if (auto node = site.catalog.indexes.extract(old); !node.empty()) {
    CatalogIndex index = std::move(node.mapped());
    index.name = name;
    index.constraint = made.name;
    index.unique = true;
    for (const CatalogIndexColumn& column : index.columns) made.columns.push_back(column.name);
    site.catalog.add(std::move(index));
  }
  if (made.kind == ConstraintKind::primary_key) set_not_null(site, relation, made.columns);
  keep(site, relation, std::move(made), name);
}

}  // namespace

void add_index_constraint(Site& site, CatalogRelation& relation, const model::Constraint& written,
                          CatalogConstraint made, bool only) {
  if (!written.using_index.empty()) return take_index_over(site, relation, written, std::move(made));
  CatalogIndex index;
  index.table = relation.name;
  index.unique = made.kind != ConstraintKind::exclusion;
  if (made.kind == ConstraintKind::exclusion) index.method = "gist";
  for (const std::string& column : made.columns) index.columns.push_back({.name = column});
  index.include = written.include;
  index.nulls_not_distinct = written.nulls_not_distinct;
  index.origin = site.origin;
  index.name = made.name.empty() ? chosen_name(site.catalog, index, made.kind, true)
                                 : QualifiedName{relation.name.schema, made.name};
  index.valid = !starts_invalid(site, relation, only);
  made.name = index.constraint = index.name.name;
  if (made.kind == ConstraintKind::primary_key) set_not_null(site, relation, made.columns);
  keep(site, relation, std::move(made), index.name);
  const CatalogIndex& added = site.catalog.add(std::move(index));
  if (!only) inherit_in_partitions(site, added);
}

void drop_index(Site& site, const QualifiedName& name) {
  const auto found = site.catalog.indexes.find(name);
  if (found == site.catalog.indexes.end()) return;
  const CatalogIndex dropped = std::move(found->second);
  site.catalog.indexes.erase(found);
  const auto relation = site.catalog.relations.find(dropped.table);
  if (relation == site.catalog.relations.end()) return;
  std::erase_if(relation->second.constraints,
                [&](const CatalogConstraint& one) { return !one.index.empty() && one.index == name.name; });
  for (const QualifiedName& partition : names_of(site.catalog.partitions_of(dropped.table)))
    for (const QualifiedName& index : names_of(site.catalog.indexes_of(partition)))
      if (site.catalog.indexes.at(index).partition_of == name) drop_index(site, index);
}

namespace {

bool has_attached(const Site& site, const QualifiedName& partition, const QualifiedName& parent) {
  const auto indexes = site.catalog.indexes_of(partition);
  return std::any_of(indexes.begin(), indexes.end(), [&](const CatalogIndex* index) {
    return index->partition_of == parent && index->valid;
  });
}

void validate_when_attached(Site& site, const QualifiedName& name) {
  const auto found = site.catalog.indexes.find(name);
  if (found == site.catalog.indexes.end() || found->second.valid) return;
  for (const CatalogRelation* partition : site.catalog.partitions_of(found->second.table))
    if (!has_attached(site, partition->name, name)) return;
  found->second.valid = true;
  if (!found->second.partition_of.empty()) validate_when_attached(site, found->second.partition_of);
}

}  // namespace

void attach_index(Site& site, const QualifiedName& parent, const QualifiedName& index) {
  CatalogIndex* above = site.catalog.find_index(parent);
  CatalogIndex* below = site.catalog.find_index(index);
  if (above == nullptr || below == nullptr) return;
  mark_attached(site, *below, above->name);
  validate_when_attached(site, above->name);
}

void inherit_indexes(Site& site, const CatalogRelation& parent, CatalogRelation& partition) {
  for (const QualifiedName& name : names_of(site.catalog.indexes_of(parent.name)))
    inherit_index(site, site.catalog.indexes.at(name), partition);
}

void copy_indexes(Site& site, const CatalogRelation& source, CatalogRelation& table) {
  for (const QualifiedName& name : names_of(site.catalog.indexes_of(source.name)))
    copy_index(site, site.catalog.indexes.at(name), table, false);
}

}  // namespace dunlin::lint
