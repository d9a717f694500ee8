#pragma once

#include <vector>

#include "sqlite/Checks.hpp"
#include "transfer/Assess.hpp"
#include "transfer/Problem.hpp"
#include "transfer/prepare/Phase.hpp"

namespace dunlin::transfer {

/// Orphan rows and keys that can't be checked as findings: `orphan-rows`, `foreign-key-unchecked`. Pure.
std::vector<Problem> orphan_problems(const sqlite::ContentChecks& contents);

/// What is said of the types that were chosen. Pure.
std::vector<Check> check_types(const Mapping& mapping);

/// What is said of the dry run of every value, its findings one by one. Pure.
std::vector<Check> check_values(const Mapping& mapping, const std::vector<Problem>& problems);

}  // namespace dunlin::transfer
