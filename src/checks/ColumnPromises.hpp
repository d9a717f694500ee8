#pragma once

#include <string>
#include <vector>

#include "checks/Check.hpp"
#include "model/Catalog.hpp"

namespace dunlin::checks {

/// What has become otherwise of a column of `table` than files left it: NOT NULL, that it has a default,
/// identity, generated, its comment. Nothing for what is as it was, or isn't known. Expressions aren't
/// compared: PostgreSQL writes them anew. Pure.
std::vector<Check> check_column(const std::string& table, const model::CatalogColumn& promised,
                                const model::CatalogColumn& actual);

/// "has no comment", "has another comment"; "" for one that is as promised, and where none was.
std::string comment_problem(const std::string& promised, const std::string& actual);

/// A failed check about a column that a statement promised; skipped when that may not have run.
Check broken_column(const std::string& table, const std::string& column, const std::string& problem,
                    const model::Origin& promised_by);

}  // namespace dunlin::checks
