#pragma once

#include <functional>
#include <string>

#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// Asks the database whether the PL/pgSQL procedure of that name (as PlanContext::procedure_commits has it)
/// ends its transaction. The connection must outlive the function.
std::function<bool(const std::string&)> committing_procedures(postgres::Connection& connection);

}  // namespace dunlin::migrate
