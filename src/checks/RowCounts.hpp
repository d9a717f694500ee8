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

/// Rows of the tables that the role may read, and the names of those that it may not. The oids (of those that
/// were read) know a table again that has another name or schema.
struct ReadableCounts {
  RowCounts rows;
  std::vector<std::string> not_readable;
  std::map<std::string, std::string> oids{};
};

/// Counts the rows of `tables`, of which each row is: schema, name, whether this role may read it, oid.
ReadableCounts count_tables(postgres::Connection& connection, const postgres::Result& tables);

/// Counts them all, exactly and in one snapshot; dunlin's own schemas and the rows of partitions by
/// themselves are left out.
ReadableCounts count_rows(postgres::Connection& connection);

/// Which tables have lost rows since, or are gone; skipped where the role may not read them now. Pure.
std::vector<Check> compare_counts(const RowCounts& before, const ReadableCounts& now);

/// "tables", and "not_readable" where there are such.
Json to_json(const ReadableCounts& counts);
/// The tables of to_json(). Throws a usage Error for JSON of another shape.
RowCounts row_counts_of(const Json& json);

}  // namespace dunlin::checks
