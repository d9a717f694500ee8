#include "lint/replay/Views.hpp"

#include "lint/replay/Grants.hpp"
#include "lint/replay/Tables.hpp"

namespace dunlin::lint {

using model::CatalogRelation;

namespace {

void add_output(const Site& site, const std::string& name, CatalogRelation& relation) {
  model::CatalogColumn column;
  column.name = name;
  column.origin = site.origin;
  relation.columns.push_back(std::move(column));
}

// Of a query over one relation, * is its columns.
void add_star(const Site& site, CatalogRelation& relation) {
  const auto& uses = relation.query.relations;
  const CatalogRelation* source = uses.size() == 1 ? site.catalog.find_relation(uses.front().name) : nullptr;
  if (source == nullptr || !source->complete) {
    relation.complete = false;
    return;
  }
  for (const model::CatalogColumn& column : source->columns) {
    relation.columns.push_back(
        {.name = column.name, .type = column.type, .collation = column.collation, .origin = site.origin});
  }
}

}  // namespace

model::Query qualified_query(const Site& site, const model::Query& query) {
  model::Query full = query;
  for (model::RelationUse& use : full.relations) {
    const bool system = use.name.schema.empty() && use.name.name.starts_with("pg_") &&
                        site.catalog.find_relation(use.name) == nullptr;
    if (system)
      use.name.schema = "pg_catalog";
    else
      use.name = site.catalog.qualified(use.name);
  }
  return full;
}

void give_output_columns(const Site& site, const std::vector<std::string>& names, CatalogRelation& relation) {
  if (relation.query.outputs.empty()) relation.complete = false;
  for (const std::string& output : relation.query.outputs) {
    if (output == "*")
      add_star(site, relation);
    else
      add_output(site, output, relation);
  }
  // A list of names stands for the first columns; where a star hides how many there are, they are alone.
  if (!relation.complete) relation.columns.clear();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i < relation.columns.size())
      relation.columns[i].name = names[i];
    else
      add_output(site, names[i], relation);
  }
  for (const model::CatalogColumn& column : relation.columns)
    if (column.name.empty()) relation.complete = false;
}

void create_view(Site& site, const model::CreateView& statement) {
  const model::Persistence persistence =
      statement.temporary ? model::Persistence::temporary : model::Persistence::permanent;
  CatalogRelation made;
  made.name = created_relation(site, statement.name, persistence);
  made.kind = model::RelationKind::view;
  made.persistence = persistence;
  made.options = statement.options;
  made.query = qualified_query(site, statement.query);
  made.definition_text = statement.definition;
  give_output_columns(site, statement.columns, made);
  made.origin = site.origin;
  made.statement = site.statement;
  if (CatalogRelation* replaced = site.catalog.find_relation(made.name)) {
    made.triggers = std::move(replaced->triggers);
    made.rules = std::move(replaced->rules);
    made.owner = replaced->owner;
    made.comment = replaced->comment;
    made.comment_origin = replaced->comment_origin;
    made.origin = replacing(site, replaced->origin);
    site.catalog.add(std::move(made));
    return;
  }
  const model::QualifiedName name = made.name;
  site.catalog.add(std::move(made));
  grant_defaults(site, model::ObjectKind::table, name);
}

}  // namespace dunlin::lint
