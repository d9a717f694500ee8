#pragma once

#include "model/Plan.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// Refuses a plan with a migration of a transfer whose load isn't complete: its tables are still in a schema
/// of their own, where the transfer carries its migrations out.
void require_no_unfinished_transfer(postgres::Connection& connection, const model::Plan& plan);

}  // namespace dunlin::cli
