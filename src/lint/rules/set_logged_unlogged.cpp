#include <algorithm>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SetLoggedUnlogged {
  static bool is_published(const model::Catalog& catalog, const model::QualifiedName& table) {
    return std::any_of(catalog.publications.begin(), catalog.publications.end(),
                       [&](const auto& publication) {
                         const auto& tables = publication.second;
                         return std::find(tables.begin(), tables.end(), table) != tables.end() ||
                                (tables.size() == 1 && tables.front().name == "*");
                       });
  }

  static bool is_so_already(const model::CatalogRelation* table, bool unlogged) {
    if (table == nullptr || !table->complete) return false;
    return (table->persistence == model::Persistence::unlogged) == unlogged;
  }

  static void judge(const Scene& scene, Reporter& report, const model::AlterTable& alter,
                    const model::AlterAction& action) {
    const bool unlogged = action.kind == model::AlterKind::set_unlogged;
    const auto* table = scene.relation(alter.name);
    if (is_so_already(table, unlogged)) return;
    if (table != nullptr && table->kind == model::RelationKind::partitioned_table) return;
    const std::string name = scene.shown(alter.name);
    if (unlogged && table != nullptr && is_published(scene.catalog(), table->name)) {
      report.add(name, "SET UNLOGGED fails with error 55000: " + name + " is in a publication", action.range);
      return;
    }
    std::string message = std::string(unlogged ? "SET UNLOGGED" : "SET LOGGED") + " rewrites " + name +
                          " and its indexes, locked against reads and writes meanwhile";
    if (unlogged) message += "; after a crash the table is empty, and replicas never have it";
    report.add(name, std::move(message), action.range);
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr || alter->kind != model::ObjectKind::table || !scene.is_live(alter->name)) return;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::set_logged || action.kind == model::AlterKind::set_unlogged)
        judge(scene, report, *alter, action);
  }
};

}  // namespace

const Rule set_logged_unlogged{
    .name = "set-logged-unlogged",
    .family = 'F',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "SET LOGGED or SET UNLOGGED on a table in use",
    .why =
        "Both write the table and all its indexes anew under ACCESS EXCLUSIVE; SET LOGGED writes all of it "
        "to the WAL as well. An unlogged table is emptied when the server crashes.",
    .advice = "Make a new table of the wanted kind, copy in batches, and change names in one transaction.",
    .statement = SetLoggedUnlogged::statement};

}  // namespace dunlin::lint::rules
