#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {

// Found while suppressions are applied (lint/Suppression), when the other rules have run.
const Rule unused_suppression{
    .name = "unused-suppression",
    .family = 'L',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A -- dunlin:allow for something that isn't found there",
    .why = "What was allowed is gone or was moved; the comment would hide the next one that comes.",
    .advice = "Remove the comment."};

}  // namespace dunlin::lint::rules
