#pragma once

#include <vector>

#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/assess/DryRun.hpp"

namespace dunlin::transfer {

/// What has to be said about a table after all its values were tried. Pure.
std::vector<Problem> row_problems(const TableMapping& table, const TableTrial& trial);

}  // namespace dunlin::transfer
