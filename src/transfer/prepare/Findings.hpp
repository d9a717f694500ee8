#pragma once

#include <string>
#include <vector>

#include "sqlite/Checks.hpp"
#include "transfer/Assess.hpp"
#include "transfer/Problem.hpp"
#include "transfer/prepare/Phase.hpp"

namespace dunlin::transfer {

/// Orphan rows and keys that can't be checked as findings: `orphan-rows`, `foreign-key-unchecked`. `policy`
/// is [transfer] orphans: rows that are refused, or that a key which isn't validated lets be. Pure.
std::vector<Problem> orphan_problems(const sqlite::ContentChecks& contents, const std::string& policy);

/// Values that are longer than what is moved, as `value-too-long`. Pure.
std::vector<Problem> long_value_problems(const sqlite::ContentChecks& contents);

/// Notes in the mapping which foreign keys rows contradict. Pure.
void mark_unvalidated(const sqlite::ContentChecks& contents, Mapping& mapping);

/// What is said of the types that were chosen. Pure.
std::vector<Check> check_types(const Mapping& mapping);

/// What is said of the dry run of every value, its findings one by one. Pure.
std::vector<Check> check_values(const Mapping& mapping, const std::vector<Problem>& problems);

}  // namespace dunlin::transfer
