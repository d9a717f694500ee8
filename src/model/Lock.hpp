#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dunlin::model {

/// PostgreSQL's table lock levels, weak to strong (PostgreSQL docs, 13.3.1).
enum class LockLevel : std::uint8_t {
  none,
  access_share,
  row_share,
  row_exclusive,
  share_update_exclusive,
  share,
  share_row_exclusive,
  exclusive,
  access_exclusive,
};

/// As pg_locks.mode spells it: "AccessExclusiveLock"; "" for none.
std::string_view to_string(LockLevel level);
/// The level that pg_locks.mode spells so, or nothing.
std::optional<LockLevel> parse_lock_level(std::string_view mode);
/// What other sessions can't do meanwhile, in words: "reads and writes", "writes", "schema changes",
/// "nothing".
std::string_view blocked_by(LockLevel level);
/// INSERT, UPDATE and DELETE wait for it (SHARE and stronger).
inline bool blocks_writes(LockLevel level) {
  return level >= LockLevel::share;
}
/// SELECT waits for it too.
inline bool blocks_reads(LockLevel level) {
  return level == LockLevel::access_exclusive;
}

/// What a statement does with the rows of a table that is there, cheap to dear.
enum class Cost : std::uint8_t {
  metadata,     ///< catalog rows only
  rows,         ///< as many rows as the statement touches (DML)
  scan,         ///< every row is read
  index_build,  ///< every row is read and an index written
  rewrite,      ///< the table and all its indexes are written anew
};
/// The word used in JSON: "metadata", "rows", "scan", "index_build", "rewrite".
std::string_view to_string(Cost cost);
std::optional<Cost> parse_cost(std::string_view word);

}  // namespace dunlin::model
