#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct Fillfactor {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr || !scene.is_live(alter->name)) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::set_options) continue;
      for (const auto& [option, value] : action.options)
        if (option == "fillfactor")
          report.add(scene.shown(alter->name),
                     "fillfactor " + value + " holds for new pages of " + scene.shown(alter->name) +
                         "; those that are there stay full",
                     action.range);
    }
  }
};

}  // namespace

const Rule fillfactor{
    .name = "fillfactor",
    .family = 'F',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A fillfactor for a table or index that has rows",
    .why = "Only pages written from now on leave the room; without a rewrite the change is felt late.",
    .advice =
        "For an index: REINDEX INDEX CONCURRENTLY afterwards. For a table: pg_repack, if it can't wait.",
    .statement = Fillfactor::statement};

}  // namespace dunlin::lint::rules
