#pragma once

#include "migrate/ScriptText.hpp"
#include "model/Migration.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// Runs the verify script that a migration brings along (sqitch), in a transaction that is rolled back; does
/// nothing without one. Throws a failed Error with the script's place when a statement of it fails: the
/// migration stays applied.
void run_verify_script(postgres::Connection& connection, const model::Migration& migration,
                       const ScriptOptions& options);

}  // namespace dunlin::migrate
