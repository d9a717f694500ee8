#include <map>

#include "base/Text.hpp"
#include "lint/Touches.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct LockBudget {
  std::size_t scans = 0;
  std::size_t builds = 0;
  std::size_t rewrites = 0;
  model::Origin last;

  void add(const Touch& touch) {
    if (touch.cost == model::Cost::scan) ++scans;
    if (touch.cost == model::Cost::index_build) ++builds;
    if (touch.cost == model::Cost::rewrite) ++rewrites;
    last = touch.origin;
  }
  std::size_t passes() const { return scans + builds + rewrites; }

  std::string words() const {
    std::vector<std::string> parts;
    if (scans > 0) parts.push_back(counted(scans, "scan"));
    if (builds > 0) parts.push_back(counted(builds, "index build"));
    if (rewrites > 0) parts.push_back(counted(rewrites, "rewrite"));
    return join(parts, ", ");
  }
};

void check_lock_budget(const Scene& scene, Reporter& report) {
  if (is_history(scene.touches())) return;
  std::map<std::string, LockBudget> budgets;
  for (const Touch& touch : scene.touches())
    if (model::blocks_writes(touch.lock) && touch.cost >= model::Cost::scan)
      budgets[touch.relation].add(touch);
  for (const auto& [table, budget] : budgets)
    if (budget.passes() > 1)
      report.add_at(budget.last, table,
                    "writes to " + table + " wait for " + budget.words() + " of it in these files");
}

}  // namespace

const Rule lock_budget{
    .name = "lock-budget",
    .family = 'J',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A deploy stalls a table for more than one pass over it",
    .why =
        "Each statement that blocks writes while it scans, builds an index or rewrites stops the table's "
        "traffic for as long as the table is large. Together they are the outage of that deploy.",
    .advice =
        "Use the form that doesn't block for each (CONCURRENTLY, NOT VALID and VALIDATE, batches); spread "
        "what is left over several deploys.",
    .catalog = check_lock_budget};

}  // namespace dunlin::lint::rules
