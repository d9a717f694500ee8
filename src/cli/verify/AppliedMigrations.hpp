#pragma once

#include <set>
#include <string>
#include <vector>

#include "checks/Check.hpp"
#include "model/Config.hpp"
#include "model/Migration.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// What `verify` knows about what ran on a database.
struct AppliedMigrations {
  std::vector<model::Migration> migrations;  ///< those in force whose text is known, in the order they ran in
  std::set<std::string> versions;            ///< in force, with or without their text
  std::vector<checks::Check> others;         ///< what became of all others
  bool nothing = false;                      ///< the project has migrations, and none of them is applied
};

/// Reads the history; a text whose file is gone is taken from the journal. `files`: the project's migrations.
AppliedMigrations applied_migrations(postgres::Connection& connection, const model::Config& config,
                                     const std::vector<model::Migration>& files);

}  // namespace dunlin::cli
