#pragma once

#include <map>
#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/ScriptWriter.hpp"

namespace dunlin::transfer {

/// A view or trigger that was translated.
struct LogicPart {
  std::string object;  ///< "view NAME", "trigger NAME"
  std::string sql;     ///< its statements
  friend bool operator==(const LogicPart&, const LogicPart&) = default;
};

/// Objects, as LogicPart calls them, and what PostgreSQL says against each.
using RefusedLogic = std::map<std::string, std::string>;

/// Views, triggers, and what stands for virtual tables: translated, or as comments with a Problem each, as
/// `refused` ones are too. Returns what was translated, in the script's order.
std::vector<LogicPart> add_logic(const sqlite::Schema& schema, const Mapping& mapping,
                                 const model::TransferConfig& config, const RefusedLogic& refused,
                                 ScriptWriter& script, std::vector<Problem>& problems);

}  // namespace dunlin::transfer
