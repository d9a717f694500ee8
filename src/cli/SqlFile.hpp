#pragma once

#include <string>

#include "model/Config.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// Runs a SQL file that is no migration (a seed, a hook) in one transaction, COPY data included. Statements
/// that can't run in a transaction are refused. Throws an Error with file and line; nothing of the file
/// remains then.
void run_sql_file(postgres::Connection& connection, const model::Config& config, const std::string& file);

/// The same in the transaction that is open, which goes on. A ROLLBACK in the file is refused.
void run_sql_file_within(postgres::Connection& connection, const model::Config& config,
                         const std::string& file);

}  // namespace dunlin::cli
