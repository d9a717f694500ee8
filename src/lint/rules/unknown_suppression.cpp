#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {

// Found while suppressions are applied (lint/Suppression), when the other rules have run.
const Rule unknown_suppression{.name = "unknown-suppression",
                               .family = 'L',
                               .profile = Profile::safe,
                               .severity = model::Severity::warning,
                               .summary = "A -- dunlin:allow that names a rule which doesn't exist",
                               .why = "A misspelt name allows nothing, and looks as if it did.",
                               .advice = "Correct the name; dunlin lint --rules lists all."};

}  // namespace dunlin::lint::rules
