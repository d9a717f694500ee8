#pragma once

#include <vector>

#include "base/Json.hpp"
#include "cli/Screen.hpp"
#include "transfer/verify/Verdict.hpp"

namespace dunlin::cli {

/// {"tables": [{"name", "rows_source", "rows_target", "state", ...}], "state"} (docs/json.md).
Json verdicts_json(const std::vector<transfer::TableVerdict>& verdicts);

/// A line a table, and what is different in it.
void show_verdicts(const std::vector<transfer::TableVerdict>& verdicts, Screen& screen);

}  // namespace dunlin::cli
