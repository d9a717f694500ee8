#include "model/Lock.hpp"

#include <array>

namespace dunlin::model {

namespace {

constexpr std::array<std::string_view, 9> k_lock_modes{
    "",          "AccessShareLock",       "RowShareLock",  "RowExclusiveLock",   "ShareUpdateExclusiveLock",
    "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"};
constexpr std::array<std::string_view, 5> k_costs{"metadata", "rows", "scan", "index_build", "rewrite"};

}  // namespace

std::string_view to_string(LockLevel level) {
  return k_lock_modes.at(static_cast<std::size_t>(level));
}

std::optional<LockLevel> parse_lock_level(std::string_view mode) {
  for (std::size_t i = 1; i < k_lock_modes.size(); ++i)
    if (k_lock_modes.at(i) == mode) return static_cast<LockLevel>(i);
  return std::nullopt;
}

std::string_view blocked_by(LockLevel level) {
  if (blocks_reads(level)) return "reads and writes";
  if (blocks_writes(level)) return "writes";
  if (level == LockLevel::share_update_exclusive) return "schema changes";
  return "nothing";
}

std::string_view to_string(Cost cost) {
  return k_costs.at(static_cast<std::size_t>(cost));
}

std::optional<Cost> parse_cost(std::string_view word) {
  for (std::size_t i = 0; i < k_costs.size(); ++i)
    if (k_costs.at(i) == word) return static_cast<Cost>(i);
  return std::nullopt;
}

}  // namespace dunlin::model
