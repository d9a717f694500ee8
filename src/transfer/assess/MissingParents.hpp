#pragma once

#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Checks.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// Rows whose parents won't be there although PRAGMA foreign_key_check names none: a policy for misfits
/// leaves the parent out, or makes its key NULL (`parent-left-out`); or SQLite checked none of the table's
/// keys, because one of them refers to nothing unique (`orphan-rows`). They are refused; with `orphans` =
/// "not_valid" the key is noted in the mapping as one that rows contradict. Keys that aren't in the target
/// aren't looked at.
std::vector<Problem> missing_parents(const std::string& snapshot, const sqlite::Schema& schema,
                                     const sqlite::ContentChecks& contents,
                                     const model::TransferConfig& config, Mapping& mapping);

}  // namespace dunlin::transfer
