#include "lint/replay/Constraints.hpp"

#include <algorithm>

#include "lint/replay/Drops.hpp"
#include "lint/replay/Indexes.hpp"
#include "lint/replay/Names.hpp"

namespace dunlin::lint {

using model::CatalogConstraint;
using model::CatalogRelation;
using model::Constraint;
using model::ConstraintKind;
using model::QualifiedName;

namespace {

int naming_order(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::not_null:
    case ConstraintKind::check: return 0;
    case ConstraintKind::primary_key: return 1;
    case ConstraintKind::unique:
    case ConstraintKind::exclusion: return 2;
    case ConstraintKind::foreign_key: break;
  }
  return 3;
}

bool has_index(ConstraintKind kind) {
  return kind == ConstraintKind::primary_key || kind == ConstraintKind::unique ||
         kind == ConstraintKind::exclusion;
}

CatalogConstraint made_constraint(const Site& site, const WrittenConstraint& written,
                                  ConstraintContext context) {
  const Constraint& from = *written.constraint;
  CatalogConstraint made;
  made.name = written.name;
  made.kind = from.kind;
  made.columns = written.columns;
  made.expression_text = from.expression.text;
  made.not_null_columns = from.expression.not_null_columns;
  made.on_delete = from.on_delete;
  made.on_update = from.on_update;
  made.enforced = !from.not_enforced;
  made.valid = made.enforced && (context.new_columns || !from.not_valid);
  made.deferrable = from.deferrable;
  made.no_inherit = from.no_inherit;
  made.origin = site.origin;
  return made;
}

void keep(Site& site, CatalogRelation& relation, CatalogConstraint made) {
  site.catalog.constrained.add({relation.name.schema, made.name}, relation.name);
  if (made.kind == ConstraintKind::foreign_key) site.catalog.referrers.add(made.references, relation.name);
  relation.constraints.push_back(std::move(made));
}

void inherit_check(Site& site, CatalogRelation& child, const CatalogConstraint& check) {
  if (CatalogConstraint* same = child.find_constraint(check.name)) {
    same->inherited = true;
    return;
  }
  CatalogConstraint copy = check;
  copy.inherited = true;
  keep(site, child, copy);
  for (const QualifiedName& name : names_of(site.catalog.children_of(child.name)))
    inherit_check(site, site.catalog.relations.at(name), check);
}

void add_check(Site& site, CatalogRelation& relation, CatalogConstraint made) {
  if (made.name.empty()) {
    const std::string column = made.columns.size() == 1 ? made.columns.front() : "";
    made.name =
        choose_constraint_name(site.catalog, relation.name.schema, relation.name.name, column, "check");
  }
  if (!made.no_inherit)
    for (const QualifiedName& name : names_of(site.catalog.children_of(relation.name)))
      inherit_check(site, site.catalog.relations.at(name), made);
  keep(site, relation, std::move(made));
}

void add_not_null(Site& site, CatalogRelation& relation, CatalogConstraint made) {
  if (made.columns.empty()) return;
  if (made.name.empty())
    made.name = choose_constraint_name(site.catalog, relation.name.schema, relation.name.name,
                                       made.columns.front(), "not_null");
  if (made.valid) set_not_null(site, relation, made.columns);
  keep(site, relation, std::move(made));
}

void inherit_foreign_key(Site& site, CatalogRelation& child, const CatalogConstraint& key) {
  for (CatalogConstraint& own : child.constraints) {
    if (own.kind != ConstraintKind::foreign_key || own.inherited || own.references != key.references ||
        own.columns != key.columns || own.referenced_columns != key.referenced_columns)
      continue;
    own.inherited = true;
    return;
  }
  CatalogConstraint copy = key;
  copy.inherited = true;
  if (child.find_constraint(copy.name) != nullptr)
    copy.name = choose_constraint_name(site.catalog, child.name.schema, child.name.name,
                                       joined_names(copy.columns), "fkey");
  keep(site, child, copy);
  for (const QualifiedName& name : names_of(site.catalog.partitions_of(child.name)))
    inherit_foreign_key(site, site.catalog.relations.at(name), copy);
}

// What REFERENCES names; its columns are those of the primary key where none were written.
void refer(Site& site, const CatalogRelation& relation, const Constraint& from, CatalogConstraint& made) {
  made.references = from.references.empty() ? relation.name : site.catalog.qualified(from.references);
  made.referenced_columns = from.referenced_columns;
  if (!made.referenced_columns.empty()) return;
  const CatalogRelation* referenced = site.catalog.find_relation(made.references);
  const CatalogConstraint* key = referenced == nullptr ? nullptr : referenced->primary_key();
  if (key != nullptr) made.referenced_columns = key->columns;
}

void add_foreign_key(Site& site, CatalogRelation& relation, const Constraint& from, CatalogConstraint made) {
  refer(site, relation, from, made);
  if (made.name.empty())
    made.name = choose_constraint_name(site.catalog, relation.name.schema, relation.name.name,
                                       joined_names(made.columns), "fkey");
  for (const QualifiedName& name : names_of(site.catalog.partitions_of(relation.name)))
    inherit_foreign_key(site, site.catalog.relations.at(name), made);
  keep(site, relation, std::move(made));
}

void add_constraint(Site& site, CatalogRelation& relation, const WrittenConstraint& written,
                    ConstraintContext context) {
  if (!written.name.empty() && relation.find_constraint(written.name) != nullptr) return;
  CatalogConstraint made = made_constraint(site, written, context);
  switch (made.kind) {
    case ConstraintKind::check: return add_check(site, relation, std::move(made));
    case ConstraintKind::not_null: return add_not_null(site, relation, std::move(made));
    case ConstraintKind::foreign_key:
      return add_foreign_key(site, relation, *written.constraint, std::move(made));
    default: return add_index_constraint(site, relation, *written.constraint, std::move(made), context.only);
  }
}

bool is_key(const WrittenConstraint& written) {
  return (written.constraint->kind == ConstraintKind::unique ||
          written.constraint->kind == ConstraintKind::primary_key) &&
         written.constraint->using_index.empty();
}

bool same_index(const WrittenConstraint& a, const WrittenConstraint& b) {
  return is_key(a) && is_key(b) && a.columns == b.columns && a.constraint->include == b.constraint->include &&
         a.constraint->deferrable == b.constraint->deferrable &&
         a.constraint->nulls_not_distinct == b.constraint->nulls_not_distinct;
}

// UNIQUE PRIMARY KEY makes one index (transformIndexConstraints): the first takes the other's name if it has
// none.
std::vector<WrittenConstraint> without_repeats(const std::vector<WrittenConstraint>& ordered) {
  std::vector<WrittenConstraint> kept;
  for (const WrittenConstraint& one : ordered) {
    const auto first = std::find_if(kept.begin(), kept.end(),
                                    [&](const WrittenConstraint& other) { return same_index(one, other); });
    if (first == kept.end())
      kept.push_back(one);
    else if (first->name.empty())
      first->name = one.name;
  }
  return kept;
}

}  // namespace

void collect_constraints(const model::Column& column, std::vector<WrittenConstraint>& written) {
  for (const Constraint& constraint : column.constraints) {
    if (constraint.kind == ConstraintKind::not_null) continue;
    const bool own = constraint.columns.empty() && constraint.kind != ConstraintKind::check;
    written.push_back({&constraint, own ? std::vector{column.name} : constraint.columns, constraint.name});
  }
}

void add_constraints(Site& site, CatalogRelation& relation, const std::vector<WrittenConstraint>& written,
                     ConstraintContext context) {
  std::vector<WrittenConstraint> ordered = written;
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const WrittenConstraint& a, const WrittenConstraint& b) {
                     return naming_order(a.constraint->kind) < naming_order(b.constraint->kind);
                   });
  for (const WrittenConstraint& one : without_repeats(ordered)) add_constraint(site, relation, one, context);
}

void inherit_checks(Site& site, const CatalogRelation& parent, CatalogRelation& child) {
  for (const CatalogConstraint& constraint : parent.constraints)
    if (constraint.kind == ConstraintKind::check && !constraint.no_inherit)
      inherit_check(site, child, constraint);
}

void inherit_foreign_keys(Site& site, const CatalogRelation& parent, CatalogRelation& child) {
  for (const CatalogConstraint& constraint : parent.constraints)
    if (constraint.kind == ConstraintKind::foreign_key) inherit_foreign_key(site, child, constraint);
}

namespace {

// Foreign keys to the columns of a key that goes.
void drop_references(Site& site, const QualifiedName& table, const std::vector<std::string>& columns) {
  for (const QualifiedName& name : names_of(site.catalog.referencing(table))) {
    CatalogRelation& relation = site.catalog.relations.at(name);
    std::erase_if(relation.constraints, [&](const CatalogConstraint& constraint) {
      return constraint.kind == ConstraintKind::foreign_key && constraint.references == table &&
             std::is_permutation(columns.begin(), columns.end(), constraint.referenced_columns.begin(),
                                 constraint.referenced_columns.end());
    });
  }
}

// Another key over the same columns serves the foreign keys as well.
bool has_other_key(const CatalogRelation& relation, const std::vector<std::string>& columns) {
  return std::any_of(
      relation.constraints.begin(), relation.constraints.end(), [&](const CatalogConstraint& other) {
        return (other.kind == ConstraintKind::unique || other.kind == ConstraintKind::primary_key) &&
               other.columns == columns;
      });
}

bool inherited_from(const CatalogConstraint& own, const CatalogConstraint& parent) {
  if (!own.inherited || own.kind != parent.kind) return false;
  if (own.kind == ConstraintKind::foreign_key)
    return own.references == parent.references && own.columns == parent.columns;
  return own.name == parent.name;
}

void drop_inherited(Site& site, const CatalogRelation& relation, const CatalogConstraint& dropped) {
  for (const QualifiedName& name : names_of(site.catalog.children_of(relation.name))) {
    CatalogRelation& child = site.catalog.relations.at(name);
    const auto own = std::find_if(child.constraints.begin(), child.constraints.end(),
                                  [&](const CatalogConstraint& one) { return inherited_from(one, dropped); });
    if (own != child.constraints.end()) drop_constraint(site, child, std::string(own->name));
  }
}

}  // namespace

namespace {

// Since PostgreSQL 18 each NOT NULL is a constraint; those that nobody named aren't kept here.
void drop_unnamed_not_null(Site& site, CatalogRelation& relation, const std::string& constraint) {
  if (site.catalog.server_version < 180000) return;
  for (model::CatalogColumn& column : relation.columns)
    if (column.not_null && object_name(relation.name.name, column.name, "not_null") == constraint)
      column.not_null = false;
}

// Whether NOT NULL that came with a primary key goes with it isn't the same in all versions.
void forget_not_null(CatalogRelation& relation, const std::vector<std::string>& columns) {
  for (const std::string& column : columns)
    if (auto* known = relation.find_column(column)) known->forget(model::ColumnFact::not_null);
}

}  // namespace

void drop_constraint(Site& site, CatalogRelation& relation, const std::string& constraint) {
  const auto found = std::find_if(relation.constraints.begin(), relation.constraints.end(),
                                  [&](const CatalogConstraint& one) { return one.name == constraint; });
  if (found == relation.constraints.end()) return drop_unnamed_not_null(site, relation, constraint);
  const CatalogConstraint dropped = std::move(*found);
  relation.constraints.erase(found);
  if (dropped.kind == ConstraintKind::not_null) {
    for (const std::string& column : dropped.columns)
      if (auto* known = relation.find_column(column)) known->not_null = false;
  }
  if (dropped.kind == ConstraintKind::primary_key) forget_not_null(relation, dropped.columns);
  if (!has_index(dropped.kind)) return drop_inherited(site, relation, dropped);
  drop_index(site, {relation.name.schema, dropped.index});
  if (!has_other_key(relation, dropped.columns)) drop_references(site, relation.name, dropped.columns);
}

void validate_constraint(Site& site, CatalogRelation& relation, const std::string& constraint) {
  CatalogConstraint* known = relation.find_constraint(constraint);
  if (known == nullptr) return;
  known->valid = true;
  if (known->kind == ConstraintKind::not_null) set_not_null(site, relation, known->columns);
  for (const QualifiedName& name : names_of(site.catalog.children_of(relation.name)))
    for (CatalogConstraint& own : site.catalog.relations.at(name).constraints)
      if (inherited_from(own, *known)) own.valid = true;
}

void alter_constraint(Site& site, CatalogRelation& relation, const model::AlterAction& action) {
  CatalogConstraint* known = relation.find_constraint(action.name);
  if (known == nullptr || !action.constraint) return;
  known->deferrable = action.constraint->deferrable;
  for (const QualifiedName& name : names_of(site.catalog.partitions_of(relation.name)))
    for (CatalogConstraint& own : site.catalog.relations.at(name).constraints)
      if (inherited_from(own, *known)) own.deferrable = known->deferrable;
}

void set_not_null(Site& site, CatalogRelation& relation, const std::vector<std::string>& columns) {
  for (const std::string& column : columns)
    if (auto* known = column_for(relation, column)) {
      known->declare(model::ColumnFact::not_null, site.origin, known->not_null);
      known->not_null = true;
    }
  for (const QualifiedName& name : names_of(site.catalog.children_of(relation.name)))
    set_not_null(site, site.catalog.relations.at(name), columns);
}

}  // namespace dunlin::lint
