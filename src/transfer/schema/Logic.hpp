#pragma once

#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/ScriptWriter.hpp"

namespace dunlin::transfer {

/// Views, triggers, and what stands for virtual tables: translated, or as comments with a Problem each.
void add_logic(const sqlite::Schema& schema, const Mapping& mapping, ScriptWriter& script,
               std::vector<Problem>& problems);

}  // namespace dunlin::transfer
