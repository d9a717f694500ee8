#include "lint/replay/Schemas.hpp"

#include <algorithm>

#include "lint/replay/Grants.hpp"

namespace dunlin::lint {

using model::ObjectKind;
using model::QualifiedName;

void create_schema(Effect& effect, const model::CreateSchema& statement) {
  effect.catalog.schemas.try_emplace(statement.name, effect.origin);
}

void create_extension(Effect& effect, const model::CreateExtension& statement) {
  effect.catalog.extensions.try_emplace(statement.name, effect.origin);
}

void create_role(Effect& effect, const model::CreateRole& statement) {
  effect.catalog.roles.try_emplace(statement.name, effect.origin);
}

void create_sequence(Effect& effect, const model::CreateSequence& statement) {
  model::CatalogSequence* known = effect.catalog.find_sequence(statement.name);
  const QualifiedName name = effect.catalog.created(statement.name);
  if (!statement.alters && statement.if_not_exists && effect.catalog.sequences.contains(name)) return;
  if (!statement.alters || known == nullptr) {
    if (statement.alters && statement.owned_by.empty()) return;
    model::CatalogSequence made;
    made.name = name;
    made.origin = statement.alters ? model::Origin() : effect.origin;
    known = &effect.catalog.add(std::move(made));
    if (!statement.alters) grant_defaults(effect, ObjectKind::sequence, name);
  }
  const auto& owner = statement.owned_by;
  if (owner.empty()) return;
  known->owned_by_table = {};
  known->owned_by_column.clear();
  if (owner.size() < 2) return;  // OWNED BY NONE
  const std::string schema = owner.size() > 2 ? owner[owner.size() - 3] : "";
  known->owned_by_table = effect.catalog.qualified(QualifiedName{schema, owner[owner.size() - 2]});
  known->owned_by_column = owner.back();
  effect.catalog.links.sequences[known->owned_by_table].insert(known->name);
}

void create_publication(Effect& effect, const model::CreatePublication& statement) {
  auto& tables = effect.catalog.publications[statement.name];
  const bool options_only = statement.alters && statement.tables.empty() && !statement.all_tables;
  if (options_only) return;
  if (statement.change == model::PublicationChange::set) tables.clear();
  if (statement.all_tables) tables = {{"", "*"}};
  for (const QualifiedName& written : statement.tables) {
    const QualifiedName table = effect.catalog.qualified(written);
    std::erase(tables, table);
    if (statement.change != model::PublicationChange::drop) tables.push_back(table);
  }
}

void change_owner(Effect& effect, const model::ChangeOwner& statement) {
  if (model::CatalogRelation* relation = effect.catalog.find_relation(statement.object.name))
    relation->owner = statement.owner;
}

void comment(Effect& effect, const model::Comment& statement) {
  const bool given = !statement.text.empty();
  if (statement.kind == ObjectKind::column) {
    model::CatalogRelation* relation = effect.catalog.find_relation(statement.object.table);
    model::CatalogColumn* column =
        relation == nullptr ? nullptr : relation->find_column(statement.object.name.name);
    if (column != nullptr) column->has_comment = given;
    return;
  }
  const bool of_relation = statement.kind == ObjectKind::table || statement.kind == ObjectKind::view ||
                           statement.kind == ObjectKind::materialized_view ||
                           statement.kind == ObjectKind::foreign_table;
  if (!of_relation) return;
  if (model::CatalogRelation* relation = effect.catalog.find_relation(statement.object.name))
    relation->has_comment = given;
}

}  // namespace dunlin::lint
