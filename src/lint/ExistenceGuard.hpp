#pragma once

#include <string_view>

#include "model/command/Command.hpp"

namespace dunlin::lint {

/// Whether a statement below IF makes just what the condition has looked for in vain in PostgreSQL's
/// catalogs: `NOT EXISTS (SELECT ... FROM pg_policies WHERE policyname = 'own')`, `to_regclass('users') IS
/// NULL`. Behind the IF it is there, whether the statement has run or not. Pure.
bool makes_what_is_missing(const model::Command& command, std::string_view condition);

}  // namespace dunlin::lint
