#include "base/Text.hpp"
#include "lint/Session.hpp"
#include "lint/SplitFix.hpp"
#include "lint/Timeouts.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct LockTimeoutZeroOrLong {
  static bool sets_lock_timeout(const JudgedStatement& statement) {
    const auto* set = std::get_if<model::SetVariable>(&statement.command);
    return set != nullptr && set->name == "lock_timeout";
  }

  // CONCURRENTLY forms wait for old transactions, not at the head of a queue: a long limit is right there.
  static bool only_for_concurrent(const Scene& scene) {
    bool any = false;
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const JudgedStatement& next = scene.statements()[i];
      if (sets_lock_timeout(next)) return any;
      if (std::holds_alternative<model::SetVariable>(next.command)) continue;
      if (!model::runs_alone(next.source.kind)) return false;
      any = true;
    }
    return any;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* set = scene.as<model::SetVariable>();
    if (set == nullptr || set->name != "lock_timeout" || set->reset || !sets_own_timeouts(scene)) return;
    Session session;
    session.variables["lock_timeout"] = join(set->values, ", ");
    const auto value = time_setting(session, "lock_timeout");
    if (!value || (*value > 0 && *value <= k_longest_lock_wait_ms) || only_for_concurrent(scene)) return;
    model::Finding& finding = report.add(
        "", *value == 0
                ? "lock_timeout = 0 waits without end, and all queries on the table queue behind it"
                : "lock_timeout of more than 10 s: for so long all queries on the table may queue behind it");
    finding.fix.edits =
        replace_piece(scene, {0, scene.text().size()},
                      std::string("SET ") + (set->local ? "LOCAL " : "") + "lock_timeout = '2s'");
  }
};

}  // namespace

const Rule lock_timeout_zero_or_long{
    .name = "lock-timeout-zero-or-long",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "Lock_timeout switched off or long (where dunlin doesn't set it)",
    .why = "Zero means no limit. Whatever waits for a strong lock keeps all that come after it waiting.",
    .advice = "SET LOCAL lock_timeout = '2s', and retries.",
    .statement = LockTimeoutZeroOrLong::statement};

}  // namespace dunlin::lint::rules
