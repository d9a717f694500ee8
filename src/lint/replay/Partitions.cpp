#include "lint/replay/Partitions.hpp"

#include <algorithm>

#include "lint/replay/Constraints.hpp"
#include "lint/replay/Indexes.hpp"
#include "lint/replay/Names.hpp"

namespace dunlin::lint {

using model::CatalogRelation;
using model::QualifiedName;

namespace {

void mark_inherited(const CatalogRelation& parent, CatalogRelation& child, bool only_inherited) {
  for (model::CatalogColumn& column : child.columns) {
    if (parent.find_column(column.name) == nullptr) continue;
    column.inherited = true;
    if (only_inherited) column.local = false;
  }
}

void become_independent(CatalogRelation& child) {
  for (model::CatalogColumn& column : child.columns) {
    column.inherited = false;
    column.local = true;
  }
  for (model::CatalogConstraint& constraint : child.constraints) constraint.inherited = false;
}

// DETACH CONCURRENTLY leaves the partition constraint behind as a CHECK (docs, ALTER TABLE).
void keep_bound_as_check(Site& site, const CatalogRelation& parent, CatalogRelation& partition) {
  model::Constraint check;
  check.columns = parent.partition_key.columns;
  check.expression.text = partition.bound.text;
  add_constraints(site, partition, {{&check, check.columns, ""}}, {});
}

}  // namespace

bool descends_from(const model::Catalog& catalog, const QualifiedName& relation,
                   const QualifiedName& ancestor) {
  if (relation == ancestor) return true;
  const auto known = catalog.relations.find(relation);
  if (known == catalog.relations.end()) return false;
  const auto& [name, child] = *known;
  if (!child.partition_of.empty() && descends_from(catalog, child.partition_of, ancestor)) return true;
  return std::any_of(child.inherits.begin(), child.inherits.end(),
                     [&](const QualifiedName& parent) { return descends_from(catalog, parent, ancestor); });
}

void become_partition(Site& site, const CatalogRelation& parent, CatalogRelation& partition) {
  inherit_checks(site, parent, partition);
  inherit_indexes(site, parent, partition);
  inherit_foreign_keys(site, parent, partition);
}

void attach_partition(Site& site, CatalogRelation& parent, const model::AlterAction& action) {
  CatalogRelation* partition = relation_for(site, action.relation);
  if (partition == nullptr || descends_from(site.catalog, parent.name, partition->name)) return;
  parent.kind = model::RelationKind::partitioned_table;
  partition->partition_of = parent.name;
  partition->bound = action.bound;
  site.catalog.link(*partition);
  mark_inherited(parent, *partition, true);
  become_partition(site, parent, *partition);
}

void detach_partition(Site& site, CatalogRelation& parent, const model::AlterAction& action) {
  CatalogRelation* partition = relation_for(site, action.relation);
  if (partition == nullptr || action.finalize) return;
  partition->partition_of = {};
  become_independent(*partition);
  for (const QualifiedName& index : names_of(site.catalog.indexes_of(partition->name)))
    site.catalog.indexes.at(index).partition_of = {};
  if (action.concurrently) keep_bound_as_check(site, parent, *partition);
  partition->bound = {};
}

void inherit(Site& site, CatalogRelation& child, const QualifiedName& written) {
  CatalogRelation* parent = relation_for(site, written);
  if (parent == nullptr || descends_from(site.catalog, parent->name, child.name)) return;
  child.inherits.push_back(parent->name);
  site.catalog.link(child);
  mark_inherited(*parent, child, false);
  inherit_checks(site, *parent, child);
}

void no_inherit(Site& site, CatalogRelation& child, const QualifiedName& written) {
  std::erase(child.inherits, site.catalog.qualified(written));
  if (child.inherits.empty()) become_independent(child);
}

}  // namespace dunlin::lint
