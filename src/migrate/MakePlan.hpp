#pragma once

#include <functional>
#include <string>
#include <vector>

#include "migrate/ScriptText.hpp"
#include "migrate/Selection.hpp"
#include "model/Plan.hpp"

namespace dunlin::migrate {

/// What planning needs to know besides files and history.
struct PlanContext {
  ScriptOptions script;
  /// True when the procedure (as written: "schema"."name" or "name") is known to commit by itself.
  std::function<bool(const std::string&)> procedure_commits;
};

/// The plan for bringing the database forward: the open entry first, then what is selected, each cut into
/// segments. Reads the scripts; changes nothing. Throws a refused Error when history and files don't agree,
/// and for every script that can't run as it is.
model::Plan make_plan(const std::vector<model::Migration>& files, const model::History& history,
                      const Selection& selection, const PlanContext& context);

/// One step: the script read, cut into segments, its checksums taken.
model::Step make_step(model::EntryKind kind, const model::Migration& migration, const model::Script& script,
                      const PlanContext& context);

/// Makes `step` go on where the open entry's journal ends. Throws a refused Error when a statement that has
/// run isn't in the script any more, or reads differently.
void resume_step(model::Step& step, const model::History& history, const PlanContext& context);

/// Ordinal of each statement among those that run (BEGIN and COMMIT don't), as the journal counts them.
std::vector<int> journal_ordinals(const std::vector<model::Statement>& statements);

}  // namespace dunlin::migrate
