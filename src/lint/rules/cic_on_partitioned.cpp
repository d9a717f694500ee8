#include "lint/IndexText.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct CicOnPartitioned {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* index = scene.as<model::CreateIndex>();
    if (index == nullptr || !index->concurrently) return;
    const auto* table = scene.relation(index->table);
    if (table == nullptr || table->kind != model::RelationKind::partitioned_table) return;
    const std::string name = scene.shown(index->table);
    model::Finding& finding = report.add(
        name, "CREATE INDEX CONCURRENTLY fails: " + name + " is partitioned (error 0A000), with ONLY too");
    finding.fix.edits = replace_by_units(scene, partitioned_index_units(scene, *index));
  }
};

}  // namespace

const Rule cic_on_partitioned{
    .name = "cic-on-partitioned",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "CREATE INDEX CONCURRENTLY on a partitioned table",
    .why =
        "No version up to 18 can build a partitioned table's index concurrently: measured on 14 to 18, the "
        "server refuses it with 0A000, and the deploy stops.",
    .advice =
        "CREATE INDEX i ON ONLY parent (...); CREATE INDEX CONCURRENTLY on each partition; then ALTER "
        "INDEX i ATTACH PARTITION for each of them.",
    .cures = "0A000",
    .statement = CicOnPartitioned::statement};

}  // namespace dunlin::lint::rules
