#pragma once

#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/ScriptWriter.hpp"

namespace dunlin::transfer {

/// Views, triggers, and what stands for virtual tables: translated, or as comments with a Problem each.
void add_logic(const sqlite::Schema& schema, const Mapping& mapping, const model::TransferConfig& config,
               ScriptWriter& script, std::vector<Problem>& problems);

}  // namespace dunlin::transfer
