#include <fmt/format.h>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_blocks_writes_while_it_scans(const Scene& scene, Reporter& report) {
  for (const Effect& effect : scene.effects()) {
    if (!model::blocks_writes(effect.lock) || effect.cost < model::Cost::scan) continue;
    report.add(effect.relation, fmt::format("{} of {} wait until a {} of it is done",
                                            model::blocked_by(effect.lock), effect.relation,
                                            effect.cost == model::Cost::rewrite       ? "rewrite"
                                            : effect.cost == model::Cost::index_build ? "build of an index"
                                                                                      : "scan"));
  }
}

}  // namespace

const Rule blocks_writes_while_it_scans{
    .name = "blocks-writes-while-it-scans",
    .family = 'E',
    .profile = Profile::policy,
    .severity = model::Severity::error,
    .summary =
        "A statement blocks writes to a table in use for as long as the table is large (policy non_blocking)",
    .why =
        "Any lock from SHARE up makes writers wait. Held while a table is read or written as a whole, it "
        "stops the application "
        "for minutes on a large one. Lock and cost are those measured on that server version.",
    .advice =
        "Use the form that doesn't: CONCURRENTLY, NOT VALID and VALIDATE, a batched backfill; the rule of "
        "the statement's own "
        "hazard has the recipe.",
    .statement = check_blocks_writes_while_it_scans};

}  // namespace dunlin::lint::rules
