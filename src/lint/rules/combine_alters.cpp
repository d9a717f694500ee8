#include <algorithm>

#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct CombineAlters {
  // VALIDATE would run under the other's lock, and a proof that is dropped proves nothing.
  static bool has_to_stand_alone(const model::AlterTable& alter) {
    return std::any_of(alter.actions.begin(), alter.actions.end(), [](const model::AlterAction& action) {
      return action.kind == model::AlterKind::validate_constraint ||
             action.kind == model::AlterKind::drop_constraint ||
             action.kind == model::AlterKind::attach_partition ||
             action.kind == model::AlterKind::detach_partition;
    });
  }

  static bool reads_rows(const Scene& scene, const std::string& table) {
    const Effect* effect = find_effect(scene.effects(), table);
    return effect != nullptr && effect->cost >= model::Cost::scan;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr || scene.index() == 0 || has_to_stand_alone(*alter)) return;
    const JudgedStatement& before = scene.statements()[scene.index() - 1];
    const auto* other = std::get_if<model::AlterTable>(&before.command);
    if (other == nullptr || before.unit != scene.statement().unit || other->kind != alter->kind ||
        scene.shown(other->name) != scene.shown(alter->name) || has_to_stand_alone(*other))
      return;
    const std::string table = scene.shown(alter->name);
    const auto& held = scene.held();
    const bool read_before = std::any_of(held.begin(), held.end(), [&](const HeldLock& lock) {
      return lock.statement + 1 == scene.index() && lock.relation == table && lock.cost >= model::Cost::scan;
    });
    if (read_before && reads_rows(scene, table))
      report.add(table, "this and the ALTER TABLE before it each go over all rows of " + table +
                            ": in one statement they would do so once");
  }
};

}  // namespace

const Rule combine_alters{
    .name = "combine-alters",
    .family = 'E',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "Two ALTER TABLE of one table, each of which reads or rewrites it",
    .why =
        "PostgreSQL runs all actions of one ALTER TABLE in one pass over the rows; in two statements there "
        "are "
        "two, under the same lock.",
    .advice =
        "ALTER TABLE t action, action. Not for VALIDATE CONSTRAINT, and not for SET NOT NULL with the DROP "
        "of the CHECK that proves it.",
    .statement = CombineAlters::statement};

}  // namespace dunlin::lint::rules
