#pragma once

#include <vector>

#include "base/Json.hpp"
#include "checks/RunChecks.hpp"
#include "model/Document.hpp"

namespace dunlin::cli {

/// A list of what checks found: state, check, object, what is there, what to do; then what wasn't asked.
void add_observations(model::Document& document, const std::vector<checks::CheckResult>& results);

/// Each check with its state, reason and observations.
Json checks_json(const std::vector<checks::CheckResult>& results);

}  // namespace dunlin::cli
