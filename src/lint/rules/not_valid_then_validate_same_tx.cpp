#include <algorithm>

#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct NotValidThenValidateSameTx {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr) return;
    std::vector<std::size_t> validations;
    for (std::size_t i = 0; i < alter->actions.size(); ++i)
      if (alter->actions[i].kind == model::AlterKind::validate_constraint) validations.push_back(i);
    if (validations.empty()) return;
    if (validations.size() < alter->actions.size()) return add_combined(scene, *alter, validations, report);
    for (const std::size_t index : validations)
      if (made_before(scene, *alter, alter->actions[index].name))
        return add_separate(scene, *alter, alter->actions[index], report);
  }

  static bool made_before(const Scene& scene, const model::AlterTable& alter, const std::string& name) {
    const auto* table = scene.relation(alter.name);
    const auto* constraint = table == nullptr ? nullptr : table->find_constraint(name);
    return constraint != nullptr && !constraint->valid && scene.statement().in_transaction &&
           scene.made_in_unit(constraint->origin);
  }

  static void add_separate(const Scene& scene, const model::AlterTable& alter,
                           const model::AlterAction& action, Reporter& report) {
    const std::string table = scene.shown(alter.name);
    model::Finding& finding =
        report.add(table,
                   "VALIDATE of " + action.name + " reads every row of " + table +
                       " under the lock that adding the constraint took in the same transaction",
                   action.range);
    for (const HeldLock& held : scene.held())
      if (held.relation == table) finding.lock = std::max(finding.lock, held.lock);
    finding.fix.edits = replace_by_units(scene, {{std::string(scene.text())}});
  }

  static void add_combined(const Scene& scene, const model::AlterTable& alter,
                           const std::vector<std::size_t>& validations, Reporter& report) {
    const std::string table = scene.shown(alter.name);
    const model::AlterAction& action = alter.actions[validations.front()];
    model::Finding& finding = report.add(table,
                                         "VALIDATE of " + action.name + " reads every row of " + table +
                                             " under the lock of the other actions of its ALTER TABLE",
                                         action.range);
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < alter.actions.size(); ++i)
      if (alter.actions[i].kind != model::AlterKind::validate_constraint) others.push_back(i);
    finding.fix.edits = append_units(scene, {{without_actions(scene, alter, others)}},
                                     without_actions(scene, alter, validations));
  }
};

}  // namespace

const Rule not_valid_then_validate_same_tx{
    .name = "not-valid-then-validate-same-tx",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "NOT VALID and VALIDATE in one transaction",
    .why =
        "Adding the constraint takes a lock that lasts until the transaction ends; a VALIDATE in the same "
        "one reads the whole table under it, and NOT VALID bought nothing. In one ALTER TABLE with other "
        "actions VALIDATE runs under the strongest lock of them (measured: ACCESS EXCLUSIVE).",
    .advice = "Put -- dunlin:unit before the VALIDATE: it then lets reads and writes go on.",
    .statement = NotValidThenValidateSameTx::statement};

}  // namespace dunlin::lint::rules
