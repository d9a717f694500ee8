#include "lint/Session.hpp"
#include "lint/Timeouts.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct MissingStatementTimeout {
  // Said once, at the first statement that locks a table in use.
  static void statement(const Scene& scene, Reporter& report) {
    if (!sets_own_timeouts(scene) || scene.effects().empty() || !scene.held().empty() ||
        model::runs_alone(scene.statement().source.kind))
      return;
    const Session& session = scene.session();
    if (time_setting(session, "statement_timeout") || time_setting(session, "transaction_timeout")) return;
    if (model::blocks_writes(scene.effects().front().lock))
      report.add(
          scene.effects().front().relation,
          "no statement_timeout is in force: a statement that takes longer than thought keeps its locks "
          "as long");
  }
};

}  // namespace

const Rule missing_statement_timeout{
    .name = "missing-statement-timeout",
    .family = 'E',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "Strong locks without statement_timeout (where dunlin doesn't set it)",
    .why = "lock_timeout ends the wait for a lock, not the time that it is held.",
    .advice =
        "SET LOCAL statement_timeout = '30s', and 0 for what has to take long; transaction_timeout from "
        "PostgreSQL 17 on.",
    .statement = MissingStatementTimeout::statement};

}  // namespace dunlin::lint::rules
