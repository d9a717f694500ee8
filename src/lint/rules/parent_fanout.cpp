#include <algorithm>
#include <fmt/format.h>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct ParentFanout {
  static constexpr std::size_t k_few = 2;

  static std::size_t leaves(const model::Catalog& catalog, const model::QualifiedName& table) {
    std::size_t count = 0;
    for (const auto* partition : catalog.partitions_of(table))
      count +=
          partition->kind == model::RelationKind::partitioned_table ? leaves(catalog, partition->name) : 1;
    return count;
  }

  static model::Cost dearest(const Scene& scene) {
    model::Cost cost = model::Cost::metadata;
    for (const Effect& effect : scene.effects())
      if (blocks_writes(effect.lock)) cost = std::max(cost, effect.cost);
    return cost;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr || alter->only || alter->kind != model::ObjectKind::table) return;
    const auto* table = scene.relation(alter->name);
    if (table == nullptr || table->kind != model::RelationKind::partitioned_table ||
        !scene.is_live(alter->name))
      return;
    const std::size_t count = leaves(scene.catalog(), table->name);
    const model::Cost cost = dearest(scene);
    if (count < k_few || cost < model::Cost::scan) return;
    const std::string name = scene.shown(alter->name);
    report.add(name, fmt::format("this takes its locks on {} and {} partitions at once and {} them one after "
                                 "the other before it lets go of the first",
                                 name, count, cost == model::Cost::scan ? "reads" : "writes"));
  }
};

}  // namespace

const Rule parent_fanout{
    .name = "parent-fanout",
    .family = 'G',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "ALTER TABLE on a parent that reads or writes all partitions under one lock",
    .why =
        "The statement is one transaction over all partitions: the lock on the first is held until the "
        "last is done.",
    .advice =
        "Where PostgreSQL lets you: do the partitions one by one (ADD CONSTRAINT ... NOT VALID and "
        "VALIDATE on each), then the parent, which finds it done.",
    .statement = ParentFanout::statement};

}  // namespace dunlin::lint::rules
