#pragma once

#include <vector>

#include "postgres/Connection.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/Scripts.hpp"

namespace dunlin::transfer {

/// What PostgreSQL says to the migrations on empty tables.
struct ScriptTrial {
  std::vector<Problem>
      problems;          ///< `schema-not-taken`: the first statement that is refused; `default-fails`
  RefusedLogic refused;  ///< views and triggers
};

/// Runs the scripts in a schema of their own, in a transaction that is rolled back, so that what PostgreSQL
/// refuses of the schema is known before anything is loaded.
ScriptTrial try_scripts(postgres::Connection& connection, const Scripts& scripts);

}  // namespace dunlin::transfer
