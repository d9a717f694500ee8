#include <algorithm>

#include "lint/Session.hpp"
#include "lint/Timeouts.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_lock_timeout_after_lock(const Scene& scene, Reporter& report) {
  const auto* set = scene.as<model::SetVariable>();
  if (set == nullptr || set->name != "lock_timeout" || set->reset || !sets_own_timeouts(scene)) return;
  if (time_setting(scene.session(), "lock_timeout").value_or(0) > 0) return;
  const auto& held = scene.held();
  const auto lock = std::find_if(held.begin(), held.end(),
                                 [](const HeldLock& one) { return model::blocks_writes(one.lock); });
  if (lock != held.end())
    report.add(lock->relation, "lock_timeout comes too late: line " +
                                   std::to_string(scene.statements()[lock->statement].source.span.line) +
                                   " has waited for " + lock->relation + " without it");
}

}  // namespace

const Rule lock_timeout_after_lock{
    .name = "lock-timeout-after-lock",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "SET lock_timeout behind the statement that it is for",
    .why = "It counts for the statements that follow; the one before has waited without a limit.",
    .advice = "Move it to the top of the transaction.",
    .statement = check_lock_timeout_after_lock};

}  // namespace dunlin::lint::rules
