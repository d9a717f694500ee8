#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct HashIndexOld {
  static constexpr int k_crash_safe_since = 10;

  static void statement(const Scene& scene, Reporter& report) {
    const auto* index = scene.as<model::CreateIndex>();
    if (index == nullptr || index->method != "hash" || scene.settings().major >= k_crash_safe_since) return;
    const std::string table = scene.shown(index->table);
    report.add(table, "a hash index on " + table +
                          " isn't in the WAL before PostgreSQL 10: after a crash, and "
                          "on replicas, queries get wrong answers");
  }
};

}  // namespace

const Rule hash_index_old{
    .name = "hash-index-old",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A hash index on PostgreSQL 9.6 or older",
    .why = "Hash indexes are written to the WAL since version 10 only (its release notes).",
    .advice = "Use btree, the default.",
    .statement = HashIndexOld::statement};

}  // namespace dunlin::lint::rules
