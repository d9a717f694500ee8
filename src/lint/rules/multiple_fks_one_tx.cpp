#include "base/Text.hpp"
#include "lint/ReferencedTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_multiple_fks(const Scene& scene, Reporter& report) {
  const std::set<std::string> here = live_referenced_tables(scene, scene.statement());
  if (here.empty()) return;
  std::set<std::string> earlier;
  for (std::size_t i = scene.index(); i > 0; --i) {
    const JudgedStatement& before = scene.statements()[i - 1];
    if (before.unit != scene.statement().unit || !scene.statement().in_transaction) break;
    earlier.merge(live_referenced_tables(scene, before));
  }
  std::set<std::string> all = earlier;
  all.insert(here.begin(), here.end());
  // Said once, where the second table comes in.
  if (all.size() < 2 || earlier.size() >= 2) return;
  report.add(*here.begin(), "foreign keys to " + join({all.begin(), all.end()}, " and ") +
                                " in one transaction: all of them are locked against writes until it ends");
}

}  // namespace

const Rule multiple_fks_one_tx{
    .name = "multiple-fks-one-tx",
    .family = 'B',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "Foreign keys to several tables in use, in one transaction",
    .why =
        "Each takes SHARE ROW EXCLUSIVE on the table that it references, and keeps it: while one lock is "
        "waited for, writes to the other tables wait too, and a program that writes them in another order "
        "meets a deadlock.",
    .advice =
        "One foreign key a unit: create the table without them, and add each in a unit of its own (-- "
        "dunlin:unit).",
    .statement = check_multiple_fks};

}  // namespace dunlin::lint::rules
