#pragma once

#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/Identifiers.hpp"
#include "transfer/schema/Logic.hpp"

namespace dunlin::transfer {

/// The schema as migrations, and what isn't in them. Names are unqualified: they land where search_path
/// points.
struct Scripts {
  std::string before_data;  ///< types and tables with their columns, NOT NULL and defaults
  std::string
      after_data;  ///< keys, indexes, checks, foreign keys, sequences: `-- dunlin:unit` each, in an order
                   ///< that works one by one; a unit needs only its own table's rows, but for foreign keys
  std::string after_move;         ///< views, functions, triggers, policies
  std::vector<LogicPart> logic;   ///< what after_move makes, one by one
  std::vector<Problem> problems;  ///< what was left out or changed, and why
  friend bool operator==(const Scripts&, const Scripts&) = default;
};

/// CREATE EXTENSION IF NOT EXISTS: in schema public, where every session that loads looks (one that is there
/// already stays where it is).
std::string create_extension(const std::string& name);
/// CREATE COLLATION, of k_folding_collation: letters in either case are equal (PostgreSQL docs, 24.2.2.3.1).
/// In `schema`; "" for the first of search_path.
std::string create_folding_collation(const std::string& schema);

/// Writes the schema for a mapping, without the views and triggers that PostgreSQL refused when they were
/// tried. Pure.
Scripts make_scripts(const sqlite::Schema& schema, const Mapping& mapping,
                     const model::TransferConfig& config, const RefusedLogic& refused = {});

}  // namespace dunlin::transfer
