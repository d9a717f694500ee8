#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct InheritanceDrift {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      const bool inherits = action.kind == model::AlterKind::inherit;
      if (!inherits && action.kind != model::AlterKind::no_inherit) continue;
      if (!scene.is_live(alter->name) && !scene.is_live(action.relation)) continue;
      const std::string child = scene.shown(alter->name);
      const std::string parent = scene.shown(action.relation);
      report.add(child,
                 inherits ? "INHERIT: queries on " + parent + " return rows of " + child + " from now on"
                          : "NO INHERIT: queries on " + parent + " lose the rows of " + child + " at once",
                 action.range);
    }
  }
};

}  // namespace

const Rule inheritance_drift{.name = "inheritance-drift",
                             .family = 'H',
                             .profile = Profile::strict,
                             .severity = model::Severity::note,
                             .summary = "INHERIT or NO INHERIT on a table in use",
                             .why =
                                 "The result of every query on the parent changes with the commit, "
                                 "and the child is locked with "
                                 "ACCESS EXCLUSIVE for a moment. Keys, foreign keys and indexes "
                                 "aren't inherited.",
                             .advice =
                                 "Run it under a short lock_timeout; for new designs, declarative "
                                 "partitioning.",
                             .statement = InheritanceDrift::statement};

}  // namespace dunlin::lint::rules
