#pragma once

#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/Identifiers.hpp"

namespace dunlin::transfer {

/// The schema as migrations, and what isn't in them. Names are unqualified: they land where search_path
/// points.
struct Scripts {
  std::string before_data;  ///< types and tables with their columns, NOT NULL and defaults
  std::string
      after_data;  ///< keys, indexes, checks, foreign keys, sequences: `-- dunlin:unit` each, in an order
                   ///< that works one by one; a unit needs only its own table's rows, but for foreign keys
  std::string after_move;         ///< views, functions, triggers, policies
  std::vector<Problem> problems;  ///< what was left out or changed, and why
  friend bool operator==(const Scripts&, const Scripts&) = default;
};

/// Writes the schema for a mapping. Pure.
Scripts make_scripts(const sqlite::Schema& schema, const Mapping& mapping,
                     const model::TransferConfig& config);

}  // namespace dunlin::transfer
