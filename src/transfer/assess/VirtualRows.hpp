#pragma once

#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// Virtual tables whose rows may be nowhere else, and would be left behind (`rows-left-behind`, refused): a
/// full text table with texts of its own, an R-tree, another module's table that keeps rows in the file; but
/// for those that a trigger fills from an ordinary table, and those that the configuration leaves out.
std::vector<Problem> virtual_rows(const std::string& snapshot, const sqlite::Schema& schema,
                                  const model::TransferConfig& config);

}  // namespace dunlin::transfer
