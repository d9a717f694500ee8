#include "base/Text.hpp"
#include "lint/OutOfTransaction.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DropIndexNotConcurrent {
  static const model::CatalogIndex* known(const Scene& scene, const model::ObjectName& object) {
    return scene.catalog().find_index(object.name);
  }

  static bool is_partitioned(const Scene& scene, const model::CatalogIndex* index) {
    const auto* table = index == nullptr ? nullptr : scene.relation(index->table);
    return table != nullptr && table->kind == model::RelationKind::partitioned_table;
  }

  // An index that PostgreSQL refuses to drop is drop-constraint-backing-index.
  static bool blocks(const Scene& scene, const model::ObjectName& object) {
    const model::CatalogIndex* index = known(scene, object);
    if (index == nullptr) return true;
    return index->constraint.empty() && index->partition_of.empty() && scene.is_live(index->table);
  }

  static std::vector<UnitText> units(const Scene& scene, const model::Drop& drop) {
    if (drop.cascade) return {};
    std::vector<UnitText> units;
    for (const model::ObjectName& object : drop.objects) {
      const model::CatalogIndex* index = known(scene, object);
      if (is_partitioned(scene, index) || !blocks(scene, object)) return {};
      units.emplace_back(std::string("DROP INDEX CONCURRENTLY ") + (drop.if_exists ? "IF EXISTS " : "") +
                         sql_name(object.name));
    }
    return units;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* drop = scene.as<model::Drop>();
    if (drop == nullptr || drop->kind != model::ObjectKind::index || drop->concurrently) return;
    for (const model::ObjectName& object : drop->objects) {
      if (!blocks(scene, object)) continue;
      const model::CatalogIndex* index = known(scene, object);
      const std::string name = index == nullptr ? scene.shown(object.name) : model::to_string(index->name);
      const std::string table = index == nullptr ? "its table" : model::to_string(index->table);
      model::Finding& finding =
          report.add(index == nullptr ? name : table,
                     "DROP INDEX " + name + " locks " + table + " against reads and writes" +
                         (is_partitioned(scene, index) ? ", and all its partitions" : ""));
      if (is_partitioned(scene, index))
        finding.fix.advice =
            "PostgreSQL can't drop a partitioned table's index concurrently: run it when traffic is low, "
            "under a short lock_timeout.";
      const auto fixed = units(scene, *drop);
      finding.fix.edits = fixed.size() == 1
                              ? replace_outside_transaction(scene, fixed.front().statements.front())
                              : replace_by_units(scene, fixed);
      return;
    }
  }
};

}  // namespace

const Rule drop_index_not_concurrent{
    .name = "drop-index-not-concurrent",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP INDEX on a table in use, without CONCURRENTLY",
    .why =
        "DROP INDEX takes an ACCESS EXCLUSIVE lock on the index and on its table. The drop itself is "
        "quick, but it queues behind every running query, and every later query queues behind it.",
    .advice = "DROP INDEX CONCURRENTLY IF EXISTS name; one index a statement, outside of a transaction.",
    .statement = DropIndexNotConcurrent::statement};

}  // namespace dunlin::lint::rules
