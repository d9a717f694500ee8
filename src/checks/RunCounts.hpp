#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Json.hpp"
#include "checks/Check.hpp"
#include "checks/RowCounts.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::checks {

/// A table's rows before and after a run; nothing where it wasn't there.
struct CountedTable {
  std::string name;
  std::optional<std::int64_t> before, after;
  friend bool operator==(const CountedTable&, const CountedTable&) = default;
};

/// What a run has done to the rows of the tables that its scripts name.
struct RunCounts {
  std::int64_t run = 0;
  std::string when;    ///< it began
  std::string reason;  ///< that was given for it
  std::vector<CountedTable> tables;
  friend bool operator==(const RunCounts&, const RunCounts&) = default;
};

/// Whether `lower_sql` (in lower case) has this name as a word, in whatever case, also inside of a string or
/// a function's body. Pure.
bool mentions(std::string_view lower_sql, std::string_view name);

/// Counts, exactly and in one snapshot, the rows of the tables that `sql` mentions, and of those from which
/// rows go with them: by ON DELETE CASCADE, or by any foreign key where `sql` speaks of TRUNCATE.
/// The tables of `before` are counted as well, whatever they are called now.
ReadableCounts count_mentioned_rows(postgres::Connection& connection, std::string_view sql,
                                    const ReadableCounts& before = {});

/// Both counts side by side, by the names after: a table that was renamed or moved to another schema is
/// paired with what it was, and one that was made anew with what had its name. Pure.
std::vector<CountedTable> pair_counts(const ReadableCounts& before, const ReadableCounts& after);

/// Records them beside the run, in dunlin.row_count.
void record_counts(postgres::Connection& connection, std::int64_t run,
                   const std::vector<CountedTable>& tables);

/// What the last run that counted has recorded; nothing when none has. Its tables may be none.
std::optional<RunCounts> last_run_counts(postgres::Connection& connection);

/// Counts the rows that the tables have now which that run has made shorter, or dropped; none of those that
/// are gone.
ReadableCounts count_again(postgres::Connection& connection, const RunCounts& counts);

/// A check for each table: one that has lost rows in the run, or is gone, and hasn't got them again `now`,
/// has failed, unless a reason was given for the run. Pure.
std::vector<Check> check_run_counts(const RunCounts& counts, const ReadableCounts& now);

/// "public.orders: 1,000 -> 900 rows". Pure.
std::string describe(const CountedTable& table);
Json to_json(const std::vector<CountedTable>& tables);

}  // namespace dunlin::checks
