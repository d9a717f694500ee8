#include "lint/SplitFix.hpp"
#include "lint/replay/Names.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DetachBlocking {
  static constexpr int k_concurrently_since = 14;

  // CONCURRENTLY leaves the bound behind as a CHECK, unless one said it already.
  static std::vector<UnitText> units(const Scene& scene, const model::CatalogRelation& parent,
                                     const model::AlterAction& action) {
    const auto* partition = scene.relation(action.relation);
    const auto& key = parent.partition_key.columns;
    if (partition == nullptr || key.size() != 1 || key.front().empty()) return {};
    std::string detach(scene.text());
    detach.insert(action.range.end(), " CONCURRENTLY");
    const std::string check = choose_constraint_name(scene.catalog(), partition->name.schema,
                                                     partition->name.name, key.front(), "check");
    return {{detach},
            {"ALTER TABLE " + sql_name(action.relation) + " DROP CONSTRAINT IF EXISTS " + sql_name(check)}};
  }

  static void judge(const Scene& scene, Reporter& report, const model::AlterTable& alter,
                    const model::AlterAction& action) {
    const auto* parent = scene.relation(alter.name);
    const auto* fallback = parent == nullptr ? nullptr : scene.catalog().default_partition_of(parent->name);
    const std::string name = scene.shown(alter.name);
    std::string message = "DETACH PARTITION " + scene.shown(action.relation) + " locks " + name +
                          " and so all its partitions against reads and writes";
    const bool possible = scene.settings().major >= k_concurrently_since;
    if (fallback != nullptr)
      message += "; CONCURRENTLY isn't possible while there is a default partition, " +
                 model::to_string(fallback->name);
    model::Finding& finding = report.add(name, std::move(message), action.range);
    if (fallback != nullptr || !possible) {
      finding.severity = model::Severity::warning;
      finding.fix.advice =
          "Run it when traffic is low, under a short lock_timeout and with retries; it reads no rows.";
    } else if (parent != nullptr && parent->complete && alter.actions.size() == 1) {
      finding.fix.edits = replace_by_units(scene, units(scene, *parent, action));
    }
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr || !scene.is_live(alter->name)) return;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::detach_partition && !action.concurrently && !action.finalize)
        judge(scene, report, *alter, action);
  }
};

}  // namespace

const Rule detach_blocking{
    .name = "detach-blocking",
    .family = 'G',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "DETACH PARTITION without CONCURRENTLY",
    .why =
        "It takes ACCESS EXCLUSIVE on the parent, the partition and the default partition: every query on "
        "any partition queues behind it, and it queues behind the longest running one.",
    .advice =
        "ALTER TABLE parent DETACH PARTITION p CONCURRENTLY; (PostgreSQL 14 and later, outside of a "
        "transaction, not with a default partition); if it was interrupted, DETACH PARTITION p "
        "FINALIZE.",
    .statement = DetachBlocking::statement};

}  // namespace dunlin::lint::rules
