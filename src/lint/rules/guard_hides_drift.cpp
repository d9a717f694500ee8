#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct GuardHidesDrift {
  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* create = scene.as<model::CreateIndex>()) index(scene, *create, report);
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::add_column && action.if_exists && action.column)
        column(scene, *alter, action, report);
  }

  static std::string place(const model::Origin& origin) {
    return origin.in_database() ? "in the database" : "in " + origin.file + ":" + std::to_string(origin.line);
  }

  static model::TypeName plain(model::TypeName type) {
    if (type.is_serial()) type.name.replace(0, 6, "int");
    type.schema.clear();
    type.collated = false;
    return type;
  }

  static void column(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action,
                     Reporter& report) {
    const auto* table = scene.relation(alter.name);
    const auto* known = table == nullptr ? nullptr : table->find_column(action.name);
    if (known == nullptr || known->type.name.empty()) return;
    const model::TypeName there = plain(known->type), asked = plain(action.column->type);
    if (there == asked) return;
    report.add(scene.shown(alter.name),
               "column " + action.name + " of " + scene.shown(alter.name) + " is there already, as " +
                   to_string(there) + " (" + place(known->origin) +
                   "): IF NOT EXISTS leaves it so, and it isn't " + to_string(asked),
               action.range);
  }

  static std::vector<std::string> columns(const model::CreateIndex& create) {
    std::vector<std::string> names;
    for (const model::IndexColumn& column : create.columns) names.push_back(column.name);
    return names;
  }

  static bool differs(const model::CatalogIndex& there, const model::CreateIndex& asked) {
    std::vector<std::string> names;
    for (const model::CatalogIndexColumn& column : there.columns) names.push_back(column.name);
    return names != columns(asked) || there.unique != asked.unique ||
           there.predicate_text.empty() != asked.predicate.empty() || there.method != asked.method;
  }

  static void index(const Scene& scene, const model::CreateIndex& create, Reporter& report) {
    if (!create.if_not_exists || create.name.empty()) return;
    const auto* there =
        scene.catalog().find_index({scene.catalog().qualified(create.table).schema, create.name});
    if (there == nullptr) return;
    const bool other_table = there->table != scene.catalog().qualified(create.table);
    if (!other_table && !differs(*there, create)) return;
    report.add(scene.shown(create.table),
               "index " + create.name + " is there already" +
                   (other_table ? ", on " + model::to_string(there->table) : ", of another definition") +
                   " (" + place(there->origin) + "): IF NOT EXISTS makes nothing");
  }
};

}  // namespace

const Rule guard_hides_drift{
    .name = "guard-hides-drift",
    .family = 'K',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "IF NOT EXISTS for a column or an index that is there with another definition",
    .why =
        "PostgreSQL compares names only: the statement succeeds with a NOTICE, and what the application or "
        "the query "
        "was promised isn't there.",
    .advice =
        "Change what is there: ALTER COLUMN TYPE in its safe form, or a new index CONCURRENTLY under another "
        "name "
        "and DROP INDEX CONCURRENTLY of the old one.",
    .statement = GuardHidesDrift::statement};

}  // namespace dunlin::lint::rules
