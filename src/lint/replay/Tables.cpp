#include "lint/replay/Tables.hpp"

#include <algorithm>

#include "lint/replay/Columns.hpp"
#include "lint/replay/Constraints.hpp"
#include "lint/replay/Drops.hpp"
#include "lint/replay/Grants.hpp"
#include "lint/replay/Indexes.hpp"
#include "lint/replay/Partitions.hpp"
#include "lint/replay/Views.hpp"

namespace dunlin::lint {

using model::CatalogColumn;
using model::CatalogRelation;
using model::CreateTable;
using model::Generated;
using model::QualifiedName;
using model::RelationKind;

QualifiedName created_relation(const Site& site, const QualifiedName& name, model::Persistence persistence) {
  if (persistence == model::Persistence::temporary) return {"pg_temp", name.name};
  return site.catalog.created(name);
}

bool relation_exists(const model::Catalog& catalog, const QualifiedName& name) {
  return catalog.relations.contains(name) || catalog.indexes.contains(name) ||
         catalog.sequences.contains(name);
}

namespace {

RelationKind kind_of(const CreateTable& statement) {
  if (statement.foreign) return RelationKind::foreign_table;
  return statement.partition_key.strategy != 0 ? RelationKind::partitioned_table : RelationKind::table;
}

// A column that a parent has as well: both sides' NOT NULL and the child's default count.
void merge_column(CatalogRelation& relation, CatalogColumn column) {
  CatalogColumn* known = relation.find_column(column.name);
  if (known == nullptr) {
    relation.columns.push_back(std::move(column));
    return;
  }
  known->local = known->local || column.local;
  known->not_null = known->not_null || column.not_null;
  if (column.default_text.empty()) return;
  known->default_text = std::move(column.default_text);
  known->default_volatile = column.default_volatile;
}

void inherit_columns(Site& site, const QualifiedName& written, CatalogRelation& relation) {
  const CatalogRelation* parent = relation_for(site, written);
  if (parent == nullptr) return;
  relation.complete = relation.complete && parent->complete;
  for (const CatalogColumn& column : parent->columns) {
    CatalogColumn copy = column;
    copy.inherited = true;
    copy.local = false;
    copy.comment.clear();
    copy.origin = site.origin;
    if (copy.generated == Generated::identity_always || copy.generated == Generated::identity_by_default)
      copy.generated = Generated::no;
    merge_column(relation, std::move(copy));
  }
}

bool includes(const std::string& options, std::string_view what) {
  return options == "all" || options.find(what) != std::string::npos;
}

void copy_columns(Site& site, const QualifiedName& source_name, const std::string& options,
                  CatalogRelation& relation) {
  const CatalogRelation* source = relation_for(site, source_name);
  if (source == nullptr) return;
  relation.complete = relation.complete && source->complete;
  for (const CatalogColumn& column : source->columns) {
    CatalogColumn copy = column;
    copy.inherited = false;
    copy.local = true;
    if (!includes(options, "comments")) copy.comment.clear();
    copy.altered.erase(model::ColumnFact::comment);
    copy.origin = site.origin;
    const bool stored = copy.generated == Generated::stored || copy.generated == Generated::virtual_;
    if (!includes(options, stored ? "generated" : "identity")) {
      copy.generated = Generated::no;
      copy.generation_text.clear();
      copy.generated_from.clear();
    }
    if (!includes(options, "defaults")) {
      copy.default_text.clear();
      copy.default_volatile = false;
    }
    relation.columns.push_back(std::move(copy));
  }
}

// Columns, and between them those of LIKE.
void add_elements(Site& site, const CreateTable& statement, CatalogRelation& relation) {
  std::size_t like = 0;
  relation.columns.reserve(relation.columns.size() + statement.columns.size());
  for (std::size_t i = 0; i <= statement.columns.size(); ++i) {
    for (; like < statement.like.size() && statement.like_at[like] == i; ++like)
      copy_columns(site, statement.like[like], statement.like_options[like], relation);
    if (i < statement.columns.size()) merge_column(relation, made_column(site, statement.columns[i]));
  }
}

void copy_type(const Site& site, const QualifiedName& type, CatalogRelation& relation) {
  const model::CatalogType* known = site.catalog.find_type(type);
  relation.complete = relation.complete && known != nullptr;
  if (known != nullptr) relation.columns = known->attributes;
}

CatalogRelation made_relation(Site& site, const CreateTable& statement, const QualifiedName& name) {
  CatalogRelation made;
  made.name = name;
  made.kind = kind_of(statement);
  made.persistence = statement.persistence;
  made.partition_key = statement.partition_key;
  made.bound = statement.bound;
  made.options = statement.options;
  if (!statement.access_method.empty()) made.access_method = statement.access_method;
  made.origin = site.origin;
  made.statement = site.statement;
  if (!statement.of_type.empty()) copy_type(site, statement.of_type, made);
  for (const QualifiedName& parent : statement.inherits) {
    if (site.catalog.qualified(parent) == name) continue;
    made.inherits.push_back(site.catalog.qualified(parent));
    inherit_columns(site, parent, made);
  }
  if (!statement.partition_of.empty() && site.catalog.qualified(statement.partition_of) != name) {
    made.partition_of = site.catalog.qualified(statement.partition_of);
    inherit_columns(site, statement.partition_of, made);
  }
  add_elements(site, statement, made);
  return made;
}

bool is_identity(Generated generated) {
  return generated == Generated::identity_always || generated == Generated::identity_by_default;
}

// Before the table is there, so that their names can't collide with its own.
void make_sequences(Site& site, const CreateTable& statement, CatalogRelation& relation) {
  for (const model::Column& column : statement.columns)
    if (column.type.is_serial() || is_identity(column.generated))
      make_column_sequence(site, relation, *relation.find_column(column.name));
  for (std::size_t i = 0; i < statement.like.size(); ++i) {
    const CatalogRelation* source = site.catalog.find_relation(statement.like[i]);
    if (source == nullptr || !includes(statement.like_options[i], "identity")) continue;
    for (const CatalogColumn& column : source->columns)
      if (is_identity(column.generated))
        make_column_sequence(site, relation, *relation.find_column(column.name));
  }
}

void copy_checks(Site& site, const CreateTable& statement, CatalogRelation& relation) {
  for (std::size_t i = 0; i < statement.like.size(); ++i) {
    const CatalogRelation* source = site.catalog.find_relation(statement.like[i]);
    if (source == nullptr || !includes(statement.like_options[i], "constraints")) continue;
    for (const model::CatalogConstraint& constraint : source->constraints) {
      if (constraint.kind != model::ConstraintKind::check) continue;
      relation.constraints.push_back(constraint);
      relation.constraints.back().inherited = false;
      relation.constraints.back().valid = constraint.enforced;
      relation.constraints.back().origin = site.origin;
    }
  }
  site.catalog.link(relation);
}

void add_written_constraints(Site& site, const CreateTable& statement, CatalogRelation& relation) {
  std::vector<WrittenConstraint> written;
  for (const model::Column& column : statement.columns) collect_constraints(column, written);
  for (const model::Constraint& constraint : statement.constraints)
    written.push_back({&constraint, constraint.columns, constraint.name});
  add_constraints(site, relation, written, {.new_columns = true});
}

void take_from_parents(Site& site, CatalogRelation& relation) {
  for (const QualifiedName& parent : relation.inherits)
    if (const CatalogRelation* known = site.catalog.find_relation(parent))
      inherit_checks(site, *known, relation);
  if (!relation.partition_of.empty())
    if (const CatalogRelation* parent = site.catalog.find_relation(relation.partition_of))
      become_partition(site, *parent, relation);
}

void copy_like_indexes(Site& site, const CreateTable& statement, CatalogRelation& relation) {
  for (std::size_t i = 0; i < statement.like.size(); ++i) {
    const CatalogRelation* source = site.catalog.find_relation(statement.like[i]);
    if (source != nullptr && includes(statement.like_options[i], "indexes"))
      copy_indexes(site, *source, relation);
  }
}

void confirm_relation(Site& site, const QualifiedName& name) {
  const auto known = site.catalog.relations.find(name);
  if (known != site.catalog.relations.end()) confirm(site, known->second.origin);
}

}  // namespace

void create_table(Site& site, const CreateTable& statement) {
  const QualifiedName name = created_relation(site, statement.name, statement.persistence);
  if ((statement.if_not_exists || site.conditional) && relation_exists(site.catalog, name))
    return confirm_relation(site, name);
  drop_relation(site, name);
  CatalogRelation made = made_relation(site, statement, name);
  make_sequences(site, statement, made);
  CatalogRelation& relation = site.catalog.add(std::move(made));
  copy_checks(site, statement, relation);
  take_from_parents(site, relation);
  add_written_constraints(site, statement, relation);
  copy_like_indexes(site, statement, relation);
  grant_defaults(site, model::ObjectKind::table, relation.name);
}

void create_table_as(Site& site, const model::CreateTableAs& statement) {
  const QualifiedName name = created_relation(site, statement.name, statement.persistence);
  if ((statement.if_not_exists || site.conditional) && relation_exists(site.catalog, name))
    return confirm_relation(site, name);
  drop_relation(site, name);
  CatalogRelation made;
  made.name = name;
  made.kind = statement.materialized_view ? RelationKind::materialized_view : RelationKind::table;
  made.persistence = statement.persistence;
  made.populated = statement.with_data || !statement.materialized_view;
  made.query = qualified_query(site, statement.query);
  made.definition_text = statement.definition;
  give_output_columns(site, statement.columns, made);
  if (!statement.materialized_view) made.query = {};
  made.origin = site.origin;
  made.statement = site.statement;
  site.catalog.add(std::move(made));
  grant_defaults(site, model::ObjectKind::table, name);
}

}  // namespace dunlin::lint
