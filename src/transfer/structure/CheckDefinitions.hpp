#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "transfer/Problem.hpp"
#include "transfer/structure/MadeInSchema.hpp"

namespace dunlin::transfer {

/// Holds what is in `schema` against the statements that the transfer's migrations ran there: default and
/// generated expressions, views and functions as PostgreSQL spells them, triggers by name, and that nothing
/// is switched off (triggers, foreign keys) or rewritten (rules). To know how PostgreSQL spells a statement,
/// it is run again among the session's temporary objects, in a transaction that is rolled back; where the
/// role may make none, a note says so and only what is missing is found. What another of these statements
/// changed isn't compared, which a note says; what a later migration names and is different is a note.
std::vector<Problem> check_definitions(postgres::Connection& connection, const std::string& schema,
                                       const StatementsRun& statements);

}  // namespace dunlin::transfer
