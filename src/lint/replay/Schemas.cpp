#include "lint/replay/Schemas.hpp"

#include <algorithm>

#include "lint/replay/Grants.hpp"

namespace dunlin::lint {

using model::ObjectKind;
using model::QualifiedName;

void create_schema(Site& site, const model::CreateSchema& statement) {
  confirm(site, site.catalog.schemas.try_emplace(statement.name, site.origin).first->second);
}

void create_extension(Site& site, const model::CreateExtension& statement) {
  confirm(site, site.catalog.extensions.try_emplace(statement.name, site.origin).first->second);
}

void create_role(Site& site, const model::CreateRole& statement) {
  site.catalog.roles.try_emplace(statement.name, site.origin);
}

void create_sequence(Site& site, const model::CreateSequence& statement) {
  model::CatalogSequence* known = site.catalog.find_sequence(statement.name);
  const QualifiedName name = site.catalog.created(statement.name);
  const bool keep = statement.if_not_exists || site.conditional;
  if (const auto there = site.catalog.sequences.find(name);
      !statement.alters && keep && there != site.catalog.sequences.end())
    return confirm(site, there->second.origin);
  if (!statement.alters || known == nullptr) {
    if (statement.alters && statement.owned_by.empty()) return;
    model::CatalogSequence made;
    made.name = name;
    made.origin = statement.alters ? model::Origin() : site.origin;
    known = &site.catalog.add(std::move(made));
    if (!statement.alters) grant_defaults(site, ObjectKind::sequence, name);
  }
  const auto& owner = statement.owned_by;
  if (owner.empty()) return;
  known->owned_by_table = {};
  known->owned_by_column.clear();
  if (owner.size() < 2) return;  // OWNED BY NONE
  const std::string schema = owner.size() > 2 ? owner[owner.size() - 3] : "";
  known->owned_by_table = site.catalog.qualified(QualifiedName{schema, owner[owner.size() - 2]});
  known->owned_by_column = owner.back();
  site.catalog.owned_sequences.add(known->owned_by_table, known->name);
}

void create_publication(Site& site, const model::CreatePublication& statement) {
  auto& tables = site.catalog.publications[statement.name];
  const bool options_only = statement.alters && statement.tables.empty() && !statement.all_tables;
  if (options_only) return;
  if (statement.change == model::PublicationChange::set) tables.clear();
  if (statement.all_tables) tables = {{"", "*"}};
  for (const QualifiedName& written : statement.tables) {
    const QualifiedName table = site.catalog.qualified(written);
    std::erase(tables, table);
    if (statement.change != model::PublicationChange::drop) tables.push_back(table);
  }
}

void change_owner(Site& site, const model::ChangeOwner& statement) {
  if (model::CatalogRelation* relation = site.catalog.find_relation(statement.object.name))
    relation->owner = statement.owner;
}

void comment(Site& site, const model::Comment& statement) {
  if (statement.kind == ObjectKind::column) {
    model::CatalogRelation* relation = site.catalog.find_relation(statement.object.table);
    model::CatalogColumn* column =
        relation == nullptr ? nullptr : relation->find_column(statement.object.name.name);
    if (column == nullptr) return;
    column->declare(model::ColumnFact::comment, site.origin, column->comment == statement.text);
    column->comment = statement.text;
    return;
  }
  const bool of_relation = statement.kind == ObjectKind::table || statement.kind == ObjectKind::view ||
                           statement.kind == ObjectKind::materialized_view ||
                           statement.kind == ObjectKind::foreign_table;
  if (!of_relation) return;
  if (model::CatalogRelation* relation = site.catalog.find_relation(statement.object.name)) {
    const bool was_so = relation->comment == statement.text && relation->comment_origin &&
                        relation->comment_origin->condition.empty();
    if (!was_so) relation->comment_origin = site.origin;
    relation->comment = statement.text;
  }
}

void forget_comments(Site& site) {
  for (auto& [name, relation] : site.catalog.relations) {
    relation.comment_origin.reset();
    for (model::CatalogColumn& column : relation.columns) column.forget(model::ColumnFact::comment);
  }
}

}  // namespace dunlin::lint
