#include <algorithm>

#include "lint/Session.hpp"
#include "lint/SplitFix.hpp"
#include "lint/Timeouts.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct MissingLockTimeout {
  static void statement(const Scene& scene, Reporter& report) {
    if (!sets_own_timeouts(scene) || model::runs_alone(scene.statement().source.kind)) return;
    if (time_setting(scene.session(), "lock_timeout").value_or(0) > 0) return;
    // Said once a transaction, at the first lock.
    const auto& held = scene.held();
    if (std::any_of(held.begin(), held.end(),
                    [](const HeldLock& lock) { return model::blocks_writes(lock.lock); }))
      return;
    const auto& effects = scene.effects();
    const auto effect = std::find_if(effects.begin(), effects.end(),
                                     [](const Effect& one) { return model::blocks_writes(one.lock); });
    if (effect != effects.end() && scene.statement().embedded_in < 0) add(scene, *effect, report);
  }

  static void add(const Scene& scene, const Effect& effect, Reporter& report) {
    model::Finding& finding =
        report.add(effect.relation, "no lock_timeout is in force: while this waits for a long query on " +
                                        effect.relation + ", all that come later queue behind it");
    const std::string local = scene.statement().in_transaction ? "LOCAL " : "";
    finding.fix.edits = replace_piece(scene, {0, 0}, "SET " + local + "lock_timeout = '2s';\n");
  }
};

}  // namespace

const Rule missing_lock_timeout{
    .name = "missing-lock-timeout",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A strong lock without lock_timeout (where dunlin doesn't set it)",
    .why =
        "A statement that waits for a strong lock blocks all that ask for any lock after it. Measured: a "
        "plain "
        "SELECT behind a waiting ALTER TABLE stood still for as long as the ALTER waited.",
    .advice =
        "SET LOCAL lock_timeout = '2s' first, and try again when it fails (55P03). dunlin migrate does both "
        "unless the file says -- dunlin:own-timeouts.",
    .statement = MissingLockTimeout::statement};

}  // namespace dunlin::lint::rules
