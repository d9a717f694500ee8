#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "trial/rls/RunCells.hpp"

namespace dunlin::trial {

/// Every question that could be asked of a table: each identity that policies hold for, each command, with
/// and without WHERE, and each row or assignment that some expectation tries.
std::vector<Cell> open_questions(const Subject& subject, std::size_t table);

/// What the expectation would look like that asks `cell` and expects what was observed before the change, and
/// what the change makes of it: "bob select public.documents: 1 row, with the change 3". "" where both are
/// alike.
std::string describe_difference(const Cell& cell, const Subject& subject, const Observed& before,
                                const Observed& changed);

}  // namespace dunlin::trial
