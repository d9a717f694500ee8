#pragma once

#include <set>
#include <string>

#include "cli/Invocation.hpp"
#include "lint/Lint.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// What the linter looks at when a database is named: its catalog with sizes, its version, and what it has of
/// the project.
struct LintTarget {
  lint::Request request;
  std::set<std::string> applied;  ///< versions in force
};
LintTarget look_at(postgres::Connection& connection, lint::Settings settings);

/// The versions in force on the environment's database; none when it was never migrated.
std::set<std::string> applied_versions(postgres::Connection& connection);

}  // namespace dunlin::cli
