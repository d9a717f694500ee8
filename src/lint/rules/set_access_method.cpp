#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SetAccessMethod {
  static constexpr int k_since = 15;

  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr || !scene.is_live(alter->name)) return;
    const auto* table = scene.relation(alter->name);
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::set_access_method) continue;
      if (table != nullptr && ((table->complete && table->access_method == action.name) ||
                               table->kind == model::RelationKind::partitioned_table))
        continue;
      const std::string name = scene.shown(alter->name);
      report.add(name,
                 scene.settings().major < k_since
                     ? "SET ACCESS METHOD is a syntax error before PostgreSQL 15"
                     : "SET ACCESS METHOD rewrites " + name +
                           " and its indexes, locked against reads and writes meanwhile",
                 action.range);
    }
  }
};

}  // namespace

const Rule set_access_method{
    .name = "set-access-method",
    .family = 'F',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "SET ACCESS METHOD on a table in use",
    .why =
        "The table and all its indexes are written anew under ACCESS EXCLUSIVE, unless it has that access "
        "method already.",
    .advice = "Make a new table with USING method, copy in batches, and change names in one transaction.",
    .statement = SetAccessMethod::statement};

}  // namespace dunlin::lint::rules
