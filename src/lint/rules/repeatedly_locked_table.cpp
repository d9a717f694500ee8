#include <fmt/format.h>
#include <map>
#include <set>

#include "lint/Touches.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

constexpr std::size_t k_most_lock_units = 3;

void check_repeatedly_locked_table(const Scene& scene, Reporter& report) {
  if (is_history(scene.touches())) return;
  // The transactions of each table, and the place of the last one.
  std::map<std::string, std::set<std::pair<std::size_t, std::size_t>>> units;
  std::map<std::string, model::Origin> last;
  for (const Touch& touch : scene.touches()) {
    if (!model::blocks_reads(touch.lock)) continue;
    units[touch.relation].emplace(touch.origin.file_index, touch.origin.unit);
    last[touch.relation] = touch.origin;
  }
  for (const auto& [table, transactions] : units) {
    if (transactions.size() <= k_most_lock_units) continue;
    report.add_at(last.at(table), table,
                  fmt::format("{} is locked against reads and writes in {} transactions of these files",
                              table, transactions.size()));
  }
}

}  // namespace

const Rule repeatedly_locked_table{
    .name = "repeatedly-locked-table",
    .family = 'J',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A deploy locks the same table in many transactions",
    .why =
        "Each transaction that takes ACCESS EXCLUSIVE queues behind the longest query of the table, and "
        "all traffic of the table queues behind it. Five of them are five such moments in one deploy.",
    .advice =
        "Combine the changes of one table in one ALTER TABLE, or in one unit, where none of them scans or "
        "rewrites it.",
    .catalog = check_repeatedly_locked_table};

}  // namespace dunlin::lint::rules
