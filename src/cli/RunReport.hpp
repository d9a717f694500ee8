#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/Json.hpp"
#include "checks/RunCounts.hpp"
#include "cli/Screen.hpp"
#include "migrate/ScriptText.hpp"
#include "model/Plan.hpp"
#include "model/Run.hpp"

namespace dunlin::cli {

/// A run for programs: {"outcome", "migrations": [...], "error"} (docs/json.md).
Json run_json(const model::Run& run);

/// Rows before and after a run, of the tables that its files name.
struct ReportedCounts {
  std::vector<checks::CountedTable> tables;
  std::vector<std::string> not_readable;  ///< tables that the role may not read
};

/// The end of a run for people and programs, and its exit code. `counts`: of a run that was asked to count.
int report_run(const model::Run& run, Screen& screen, const std::optional<ReportedCounts>& counts = {});

/// A plan for people and programs: segments and statements.
void report_plan(const model::Plan& plan, const migrate::ScriptOptions& options, Screen& screen);

}  // namespace dunlin::cli
