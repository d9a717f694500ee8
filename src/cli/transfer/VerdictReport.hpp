#pragma once

#include <vector>

#include "base/Json.hpp"
#include "cli/Screen.hpp"
#include "transfer/Problem.hpp"
#include "transfer/verify/Verdict.hpp"

namespace dunlin::cli {

/// {"tables": [{"name", "rows_source", "rows_target", "state", ...}], "state"} (docs/json.md).
Json verdicts_json(const std::vector<transfer::TableVerdict>& verdicts);

/// What is wrong with the structure, as the "problems" of the JSON: [{"rule", "weight", "object", "message",
/// ...}].
Json problems_json(const std::vector<transfer::Problem>& problems);
/// True when one of them is no mere note.
bool any_refused(const std::vector<transfer::Problem>& problems);
void show_problems(const std::vector<transfer::Problem>& problems, Screen& screen);

/// A line a table, and what is different in it.
void show_verdicts(const std::vector<transfer::TableVerdict>& verdicts, Screen& screen);

}  // namespace dunlin::cli
