#include <algorithm>

#include "lint/Overloads.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// Whether the catalog has what a plain CREATE or ADD makes: PostgreSQL refuses it then.
struct ExistingObject {
  const Scene& scene;
  Reporter& report;

  const model::Catalog& catalog() const { return scene.catalog(); }
  model::Range whole() const { return {0, scene.text().size()}; }

  void found(const std::string& what, const model::QualifiedName& name, const model::Origin& origin,
             model::Range place) const {
    const std::string where = origin.in_database()
                                  ? std::string("in the database")
                                  : "since " + origin.file + ":" + std::to_string(origin.line);
    report.add(model::to_string(name), "the statement fails: " + what + " exists " + where, place);
  }

  void relation(const model::QualifiedName& written, model::Persistence persistence) const {
    const model::QualifiedName name = persistence == model::Persistence::temporary
                                          ? model::QualifiedName{"pg_temp", written.name}
                                          : catalog().created(written);
    if (const auto known = catalog().relations.find(name); known != catalog().relations.end())
      found(std::string(known->second.is_view() ? "view " : "table ") + model::to_string(name), name,
            known->second.origin, whole());
    else if (const auto index = catalog().indexes.find(name); index != catalog().indexes.end())
      found("index " + model::to_string(name), name, index->second.origin, whole());
  }

  void operator()(const model::CreateTable& made) const {
    if (!made.if_not_exists) relation(made.name, made.persistence);
  }
  void operator()(const model::CreateTableAs& made) const {
    if (!made.if_not_exists) relation(made.name, made.persistence);
  }
  void operator()(const model::CreateView& made) const {
    const auto persistence = made.temporary ? model::Persistence::temporary : model::Persistence::permanent;
    if (!made.or_replace) relation(made.name, persistence);
  }
  void operator()(const model::CreateIndex& made) const {
    if (made.if_not_exists || made.name.empty()) return;
    const model::QualifiedName name{catalog().qualified(made.table).schema, made.name};
    const auto index = catalog().indexes.find(name);
    // What a broken concurrent build left is repaired by dunlin, or by a DROP INDEX before.
    if (index != catalog().indexes.end() && index->second.valid)
      found("index " + model::to_string(name), name, index->second.origin, whole());
  }
  void operator()(const model::CreateFunction& made) const {
    if (made.or_replace) return;
    if (const model::CatalogFunction* known = replaced_function(scene, made))
      found("function " + known->signature(), known->name, known->origin, whole());
  }
  void type(const model::QualifiedName& written) const {
    const auto known = catalog().types.find(catalog().created(written));
    if (known != catalog().types.end())
      found("type " + model::to_string(known->first), known->first, known->second.origin, whole());
  }
  void operator()(const model::CreateType& made) const {
    const auto known = catalog().types.find(catalog().created(made.name));
    // CREATE TYPE t; begins a base type, CREATE TYPE t (...) ends it.
    if (known != catalog().types.end() && known->second.kind != model::TypeKind::shell) type(made.name);
  }
  void operator()(const model::CreateDomain& made) const { type(made.name); }
  void operator()(const model::CreateSequence& made) const {
    if (made.alters || made.if_not_exists) return;
    const auto known = catalog().sequences.find(catalog().created(made.name));
    if (known != catalog().sequences.end())
      found("sequence " + model::to_string(known->first), known->first, known->second.origin, whole());
  }

  template <typename Parts>
  void part(const char* kind, const Parts& parts, const std::string& name,
            const model::CatalogRelation& table, model::Range place) const {
    const auto known =
        std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.name == name; });
    if (known != parts.end())
      found(std::string(kind) + " " + name + " of " + model::to_string(table.name), table.name, known->origin,
            place);
  }
  void operator()(const model::CreateTrigger& made) const {
    const model::CatalogRelation* table = scene.relation(made.table);
    if (table != nullptr && !made.or_replace) part("trigger", table->triggers, made.name, *table, whole());
  }
  void operator()(const model::CreatePolicy& made) const {
    const model::CatalogRelation* table = scene.relation(made.table);
    if (table != nullptr && !made.alters) part("policy", table->policies, made.name, *table, whole());
  }
  void operator()(const model::AlterTable& alter) const {
    const model::CatalogRelation* table = scene.relation(alter.name);
    if (table == nullptr) return;
    for (const model::AlterAction& action : alter.actions) {
      if (action.column && action.kind == model::AlterKind::add_column && !action.if_exists &&
          !taken_before(alter, action.column->name))
        part("column", table->columns, action.column->name, *table, action.range);
      if (action.constraint && action.kind == model::AlterKind::add_constraint &&
          !action.constraint->name.empty() && !taken_before(alter, action.constraint->name))
        part("constraint", table->constraints, action.constraint->name, *table, action.range);
    }
  }
  // DROP c, ADD c in one ALTER TABLE: drops come first.
  static bool taken_before(const model::AlterTable& alter, const std::string& name) {
    return std::any_of(alter.actions.begin(), alter.actions.end(), [&](const model::AlterAction& action) {
      return (action.kind == model::AlterKind::drop_column ||
              action.kind == model::AlterKind::drop_constraint) &&
             action.name == name;
    });
  }
  template <typename Another>
  void operator()(const Another&) const {}
};

void check_create_existing_object(const Scene& scene, Reporter& report) {
  // In a DO block it may be behind an IF.
  if (scene.statement().embedded_in < 0) std::visit(ExistingObject{scene, report}, scene.statement().command);
}

}  // namespace

const Rule create_existing_object{.name = "create-existing-object",
                                  .family = 'D',
                                  .profile = Profile::safe,
                                  .severity = model::Severity::error,
                                  .summary = "CREATE or ADD of something that is there already",
                                  .why =
                                      "PostgreSQL refuses it (42P07, 42710, 42723, 42701, already exists), "
                                      "and the deploy stops there. Often two "
                                      "branches made the same thing.",
                                  .advice =
                                      "Leave it out when it is the same; else ALTER what is there, or CREATE "
                                      "OR REPLACE a function, view or trigger. "
                                      "IF NOT EXISTS only hides that the definitions differ.",
                                  .statement = check_create_existing_object};

}  // namespace dunlin::lint::rules
