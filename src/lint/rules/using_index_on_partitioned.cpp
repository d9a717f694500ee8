#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_using_index_on_partitioned(const Scene& scene, Reporter& report) {
  const auto* alter = scene.as<model::AlterTable>();
  if (alter == nullptr || !is_partitioned(scene, alter->name)) return;
  for (const model::AlterAction& action : alter->actions)
    if (action.constraint && action.kind == model::AlterKind::add_constraint &&
        !action.constraint->using_index.empty())
      report.add(
          scene.shown(alter->name),
          "USING INDEX fails: " + scene.shown(alter->name) + " is a partitioned table (SQLSTATE 0A000)",
          action.range);
}

}  // namespace

const Rule using_index_on_partitioned{
    .name = "using-index-on-partitioned",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "UNIQUE or PRIMARY KEY USING INDEX on a partitioned table",
    .why =
        "PostgreSQL refuses it for partitioned tables, so the deploy stops there (measured: SQLSTATE 0A000).",
    .advice =
        "Build the index CONCURRENTLY on each partition, CREATE UNIQUE INDEX ... ON ONLY the partitioned "
        "table, and ALTER INDEX ... ATTACH PARTITION each of them.",
    .statement = check_using_index_on_partitioned};

}  // namespace dunlin::lint::rules
