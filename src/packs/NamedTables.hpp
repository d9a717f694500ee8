#pragma once

#include <string>
#include <vector>

#include "packs/Pack.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::packs {

/// Tables among these values that are there without the primary key which the pack says they need, as SQL.
std::vector<std::string> tables_without_key(postgres::Connection& connection, const Pack& pack,
                                            const Values& values);

/// What is named as a table, or before a column, and is a view or materialized view, as SQL.
std::vector<std::string> views_among(postgres::Connection& connection, const Pack& pack,
                                     const Values& values);

}  // namespace dunlin::packs
