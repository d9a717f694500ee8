#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {

// Found while suppressions are applied (lint/Suppression), when the other rules have run.
const Rule suppression_without_reason{.name = "suppression-without-reason",
                                      .family = 'L',
                                      .profile = Profile::safe,
                                      .severity = model::Severity::error,
                                      .summary = "A -- dunlin:allow without a reason",
                                      .why = "Who reads it later can't tell whether it still holds.",
                                      .advice = "-- dunlin:allow RULE: the reason."};

}  // namespace dunlin::lint::rules
