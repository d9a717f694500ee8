#include "base/Text.hpp"
#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct PkUsingNullableIndex {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr || is_partitioned(scene, alter->name)) return;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::add_constraint && action.constraint &&
          action.constraint->kind == model::ConstraintKind::primary_key &&
          !action.constraint->using_index.empty())
        judge(scene, *alter, action, report);
  }

  static void judge(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action,
                    Reporter& report) {
    const auto* table = scene.relation(alter.name);
    const auto* index = scene.catalog().find_index(
        {scene.catalog().qualified(alter.name).schema, action.constraint->using_index});
    if (table == nullptr || index == nullptr) return;
    std::vector<std::string> nullable;
    for (const auto& column : index->columns)
      if (is_unproved_nullable(*table, column.name)) nullable.push_back(column.name);
    if (nullable.empty()) return;
    const std::string name = scene.shown(alter.name);
    model::Finding& finding =
        report.add(name,
                   "PRIMARY KEY USING INDEX sets " + join(nullable, ", ") +
                       " NOT NULL, and reads every row of " + name + " for it while nobody else can use it",
                   action.range);
    std::vector<UnitText> units = not_null_units(scene, alter, nullable);
    units.push_back({std::string(scene.text())});
    finding.fix.edits = replace_by_units(scene, units, true);
  }
};

}  // namespace

const Rule pk_using_nullable_index{
    .name = "pk-using-nullable-index",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "PRIMARY KEY USING INDEX over columns that may be NULL",
    .why =
        "The index is there, but the columns become NOT NULL with the key, and PostgreSQL reads the whole "
        "table under ACCESS EXCLUSIVE to check that (measured: a scan, unless a valid CHECK proves it).",
    .advice =
        "Make the columns NOT NULL first: CHECK (c IS NOT NULL) NOT VALID, VALIDATE, SET NOT NULL, each "
        "in a unit of its own (see set-not-null-scan).",
    .statement = PkUsingNullableIndex::statement};

}  // namespace dunlin::lint::rules
