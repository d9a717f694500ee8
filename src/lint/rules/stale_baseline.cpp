#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {

// Found while the baseline is applied (lint/Baseline), when the other rules have run.
const Rule stale_baseline{
    .name = "stale-baseline",
    .family = 'L',
    .profile = Profile::safe,
    .severity = model::Severity::note,
    .summary = "An entry of the baseline that accepts nothing any more",
    .why = "It would accept the next finding of that kind in that statement without anybody having looked.",
    .advice = "dunlin lint --update-baseline writes the file anew, without it."};

}  // namespace dunlin::lint::rules
