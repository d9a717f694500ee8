#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::rehearse {

struct SampleOptions {
  int rows = 200;  ///< a table
  unsigned seed = 1;
  double nulls = 0.12;  ///< of the values of a nullable column
};

/// Puts made-up rows into every table: what types, NOT NULL, CHECKs, unique indexes, foreign keys and
/// partitions allow, the same ones for the same seed. Triggers don't fire: the session is left in
/// that mode (session_replication_role). Returns the tables that stay
/// empty, each with what the server said.
std::vector<std::string> fill_tables(postgres::Connection& connection, const SampleOptions& options);

}  // namespace dunlin::rehearse
