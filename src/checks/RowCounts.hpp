#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/Json.hpp"
#include "checks/Check.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::checks {

/// How many rows each table has, by "schema.table".
using RowCounts = std::map<std::string, std::int64_t>;

/// Counts them all, exactly and in one snapshot; dunlin's own schemas and the rows of partitions by
/// themselves are left out.
RowCounts count_rows(postgres::Connection& connection);

/// Which tables have lost rows since, or are gone. Pure.
std::vector<Check> compare_counts(const RowCounts& before, const RowCounts& now);

Json to_json(const RowCounts& counts);
/// Throws a usage Error for JSON of another shape.
RowCounts row_counts_of(const Json& json);

}  // namespace dunlin::checks
