#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SetTablespace {
  static constexpr int k_reindex_moves_since = 14;

  static void index(const Scene& scene, Reporter& report, const model::AlterTable& alter,
                    const model::AlterAction& action) {
    const model::CatalogIndex* known = scene.catalog().find_index(alter.name);
    if (known != nullptr && !scene.is_live(known->table)) return;
    const std::string name = known == nullptr ? model::to_string(alter.name) : model::to_string(known->name);
    model::Finding& finding =
        report.add(known == nullptr ? name : model::to_string(known->table),
                   "SET TABLESPACE copies index " + name + ", and queries that plan with it wait meanwhile");
    if (scene.settings().major < k_reindex_moves_since || alter.actions.size() != 1) return;
    finding.fix.edits = replace_by_units(scene, {{"REINDEX (TABLESPACE " + sql_name(action.name) +
                                                  ") INDEX CONCURRENTLY " + sql_name(alter.name)}});
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::set_tablespace) continue;
      if (alter->kind == model::ObjectKind::index) return index(scene, report, *alter, action);
      const auto* table = scene.relation(alter->name);
      if (!scene.is_live(alter->name) ||
          (table != nullptr && table->kind == model::RelationKind::partitioned_table))
        return;
      const std::string name = scene.shown(alter->name);
      report.add(name, "SET TABLESPACE copies all of " + name + ", locked against reads and writes meanwhile",
                 action.range);
    }
  }
};

}  // namespace

const Rule set_tablespace{
    .name = "set-tablespace",
    .family = 'F',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "SET TABLESPACE on a table or index in use",
    .why = "The files are copied, and written to the WAL, under ACCESS EXCLUSIVE.",
    .advice =
        "A table: pg_repack --tablespace. An index: REINDEX (TABLESPACE ts) INDEX CONCURRENTLY i "
        "(PostgreSQL 14 and later).",
    .statement = SetTablespace::statement};

}  // namespace dunlin::lint::rules
