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

QualifiedName created_relation(const Effect& effect, const QualifiedName& name,
                               model::Persistence persistence) {
  if (persistence == model::Persistence::temporary) return {"pg_temp", name.name};
  return effect.catalog.created(name);
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

void inherit_columns(Effect& effect, const QualifiedName& written, CatalogRelation& relation) {
  const CatalogRelation* parent = relation_for(effect, written);
  if (parent == nullptr) return;
  relation.complete = relation.complete && parent->complete;
  for (const CatalogColumn& column : parent->columns) {
    CatalogColumn copy = column;
    copy.inherited = true;
    copy.local = false;
    copy.origin = effect.origin;
    if (copy.generated == Generated::identity_always || copy.generated == Generated::identity_by_default)
      copy.generated = Generated::no;
    merge_column(relation, std::move(copy));
  }
}

bool includes(const std::string& options, std::string_view what) {
  return options == "all" || options.find(what) != std::string::npos;
}

void copy_columns(Effect& effect, const QualifiedName& source_name, const std::string& options,
                  CatalogRelation& relation) {
  const CatalogRelation* source = relation_for(effect, source_name);
  if (source == nullptr) return;
  relation.complete = relation.complete && source->complete;
  for (const CatalogColumn& column : source->columns) {
    CatalogColumn copy = column;
    copy.inherited = false;
    copy.local = true;
    copy.has_comment = false;
    copy.origin = effect.origin;
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
void add_elements(Effect& effect, const CreateTable& statement, CatalogRelation& relation) {
  std::size_t like = 0;
  for (std::size_t i = 0; i <= statement.columns.size(); ++i) {
    for (; like < statement.like.size() && statement.like_at[like] == i; ++like)
      copy_columns(effect, statement.like[like], statement.like_options[like], relation);
    if (i < statement.columns.size()) merge_column(relation, made_column(effect, statement.columns[i]));
  }
}

void copy_type(const Effect& effect, const QualifiedName& type, CatalogRelation& relation) {
  const model::CatalogType* known = effect.catalog.find_type(type);
  relation.complete = relation.complete && known != nullptr;
  if (known != nullptr) relation.columns = known->attributes;
}

CatalogRelation made_relation(Effect& effect, const CreateTable& statement, const QualifiedName& name) {
  CatalogRelation made;
  made.name = name;
  made.kind = kind_of(statement);
  made.persistence = statement.persistence;
  made.partition_key = statement.partition_key;
  made.bound = statement.bound;
  made.options = statement.options;
  if (!statement.access_method.empty()) made.access_method = statement.access_method;
  made.origin = effect.origin;
  made.statement = effect.statement;
  if (!statement.of_type.empty()) copy_type(effect, statement.of_type, made);
  for (const QualifiedName& parent : statement.inherits) {
    made.inherits.push_back(effect.catalog.qualified(parent));
    inherit_columns(effect, parent, made);
  }
  if (!statement.partition_of.empty()) {
    made.partition_of = effect.catalog.qualified(statement.partition_of);
    inherit_columns(effect, statement.partition_of, made);
  }
  add_elements(effect, statement, made);
  return made;
}

bool is_identity(Generated generated) {
  return generated == Generated::identity_always || generated == Generated::identity_by_default;
}

// Before the table is there, so that their names can't collide with its own.
void make_sequences(Effect& effect, const CreateTable& statement, CatalogRelation& relation) {
  for (const model::Column& column : statement.columns)
    if (column.type.is_serial() || is_identity(column.generated))
      make_column_sequence(effect, relation, *relation.find_column(column.name));
  for (std::size_t i = 0; i < statement.like.size(); ++i) {
    const CatalogRelation* source = effect.catalog.find_relation(statement.like[i]);
    if (source == nullptr || !includes(statement.like_options[i], "identity")) continue;
    for (const CatalogColumn& column : source->columns)
      if (is_identity(column.generated))
        make_column_sequence(effect, relation, *relation.find_column(column.name));
  }
}

void copy_checks(Effect& effect, const CreateTable& statement, CatalogRelation& relation) {
  for (std::size_t i = 0; i < statement.like.size(); ++i) {
    const CatalogRelation* source = effect.catalog.find_relation(statement.like[i]);
    if (source == nullptr || !includes(statement.like_options[i], "constraints")) continue;
    for (const model::CatalogConstraint& constraint : source->constraints) {
      if (constraint.kind != model::ConstraintKind::check) continue;
      relation.constraints.push_back(constraint);
      relation.constraints.back().inherited = false;
      relation.constraints.back().valid = constraint.enforced;
      relation.constraints.back().origin = effect.origin;
    }
  }
  effect.catalog.link(relation);
}

void add_written_constraints(Effect& effect, const CreateTable& statement, CatalogRelation& relation) {
  std::vector<WrittenConstraint> written;
  for (const model::Column& column : statement.columns) collect_constraints(column, written);
  for (const model::Constraint& constraint : statement.constraints)
    written.push_back({&constraint, constraint.columns});
  add_constraints(effect, relation, written, {.new_columns = true});
}

void take_from_parents(Effect& effect, CatalogRelation& relation) {
  for (const QualifiedName& parent : relation.inherits)
    if (const CatalogRelation* known = effect.catalog.find_relation(parent))
      inherit_checks(effect, *known, relation);
  if (!relation.partition_of.empty())
    if (const CatalogRelation* parent = effect.catalog.find_relation(relation.partition_of))
      become_partition(effect, *parent, relation);
}

void copy_like_indexes(Effect& effect, const CreateTable& statement, CatalogRelation& relation) {
  for (std::size_t i = 0; i < statement.like.size(); ++i) {
    const CatalogRelation* source = effect.catalog.find_relation(statement.like[i]);
    if (source != nullptr && includes(statement.like_options[i], "indexes"))
      copy_indexes(effect, *source, relation);
  }
}

}  // namespace

void create_table(Effect& effect, const CreateTable& statement) {
  const QualifiedName name = created_relation(effect, statement.name, statement.persistence);
  if (statement.if_not_exists && relation_exists(effect.catalog, name)) return;
  drop_relation(effect, name);
  CatalogRelation made = made_relation(effect, statement, name);
  make_sequences(effect, statement, made);
  CatalogRelation& relation = effect.catalog.add(std::move(made));
  copy_checks(effect, statement, relation);
  take_from_parents(effect, relation);
  add_written_constraints(effect, statement, relation);
  copy_like_indexes(effect, statement, relation);
  grant_defaults(effect, model::ObjectKind::table, relation.name);
}

void create_table_as(Effect& effect, const model::CreateTableAs& statement) {
  const QualifiedName name = created_relation(effect, statement.name, statement.persistence);
  if (statement.if_not_exists && relation_exists(effect.catalog, name)) return;
  drop_relation(effect, name);
  CatalogRelation made;
  made.name = name;
  made.kind = statement.materialized_view ? RelationKind::materialized_view : RelationKind::table;
  made.persistence = statement.persistence;
  made.populated = statement.with_data || !statement.materialized_view;
  made.query = qualified_query(effect, statement.query);
  made.definition_text = statement.definition;
  give_output_columns(effect, statement.columns, made);
  if (!statement.materialized_view) made.query = {};
  made.origin = effect.origin;
  made.statement = effect.statement;
  effect.catalog.add(std::move(made));
  grant_defaults(effect, model::ObjectKind::table, name);
}

}  // namespace dunlin::lint
