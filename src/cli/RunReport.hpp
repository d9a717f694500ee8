#pragma once

#include "base/Json.hpp"
#include "cli/Screen.hpp"
#include "migrate/ScriptText.hpp"
#include "model/Plan.hpp"
#include "model/Run.hpp"

namespace dunlin::cli {

/// A run for programs: {"outcome", "migrations": [...], "error"} (docs/json.md).
Json run_json(const model::Run& run);

/// The end of a run for people, and its exit code.
int report_run(const model::Run& run, Screen& screen);

/// A plan for people and programs: segments and statements.
void report_plan(const model::Plan& plan, const migrate::ScriptOptions& options, Screen& screen);

}  // namespace dunlin::cli
