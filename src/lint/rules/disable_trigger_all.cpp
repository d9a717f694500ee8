#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DisableTriggerAll {
  static void altered(const Scene& scene, Reporter& report, const model::AlterTable& alter) {
    if (!scene.is_live(alter.name)) return;
    for (const model::AlterAction& action : alter.actions) {
      if (action.kind != model::AlterKind::disable_trigger) continue;
      const std::string name = scene.shown(alter.name);
      if (action.name == "all") {
        report.add(name,
                   "DISABLE TRIGGER ALL switches foreign keys of " + name +
                       " off too: rows that break them come in, and no later "
                       "check finds them",
                   action.range);
      } else if (action.name == "user") {
        model::Finding& finding = report.add(
            name,
            "DISABLE TRIGGER USER switches every trigger of " + name + " off, audit and sync triggers too",
            action.range);
        finding.severity = model::Severity::warning;
      }
    }
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* alter = scene.as<model::AlterTable>()) return altered(scene, report, *alter);
    const auto* set = scene.as<model::SetVariable>();
    if (set == nullptr || set->reset || set->name != "session_replication_role" || set->values.empty() ||
        to_lower(set->values.front()) != "replica")
      return;
    report.add("",
               "session_replication_role = replica switches triggers and "
               "foreign keys of all tables off "
               "for this session: rows that break them come in, and no "
               "later check finds them");
  }
};

}  // namespace

const Rule disable_trigger_all{.name = "disable-trigger-all",
                               .family = 'H',
                               .profile = Profile::safe,
                               .severity = model::Severity::error,
                               .summary = "Triggers switched off as a whole, foreign keys among them",
                               .why =
                                   "Foreign keys are checked by triggers. What is written while they "
                                   "are off is never checked: the "
                                   "constraint stays marked valid over orphan rows, and the next dump "
                                   "can't be restored.",
                               .advice =
                                   "Disable the one trigger that is in the way, by name, and enable it in "
                                   "the same transaction. For "
                                   "a load: drop the foreign key, load, ADD ... NOT VALID, VALIDATE.",
                               .statement = DisableTriggerAll::statement};

}  // namespace dunlin::lint::rules
