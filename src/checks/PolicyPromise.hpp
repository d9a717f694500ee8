#pragma once

#include <string>

#include "model/Catalog.hpp"

namespace dunlin::checks {

/// What is otherwise about a policy than its files say: the command, the roles, permissive or restrictive,
/// a condition that is simply true now. "" when nothing is. Other conditions aren't compared: PostgreSQL
/// writes them anew. Pure.
std::string policy_problem(const model::CatalogPolicy& promised, const model::CatalogPolicy& actual);

}  // namespace dunlin::checks
