#include "transfer/TableLock.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "transfer/follow/FollowedTable.hpp"

namespace dunlin::transfer {
using postgres::Sql;

bool lock_out(postgres::Connection& connection, const Mapping& mapping, KeptOut who,
              std::chrono::milliseconds patience) {
  const auto names = target_names(mapping);
  if (names.empty()) return true;
  connection.exec("SELECT set_config('lock_timeout', $1, true)",
                  {std::to_string(std::max<std::int64_t>(patience.count(), 1))});
  try {
    connection.exec(
        Sql::trusted(fmt::format("LOCK TABLE {} IN {} MODE", join(names, ", "),
                                 who == KeptOut::writers ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE")));
  } catch (const postgres::SqlError& error) {
    if (error.fact("sqlstate") != "55P03") throw;
    return false;
  }
  connection.exec("SET LOCAL lock_timeout = 0");
  return true;
}

std::vector<std::string> in_the_way(postgres::Connection& connection, const Mapping& mapping, KeptOut who) {
  const auto rows = connection.exec(
      "SELECT DISTINCT pid, application_name, coalesce(state, 'in a transaction') || "
      "coalesce(' for ' || round(extract(epoch FROM now() - xact_start)) || ' s', '') "
      "FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid) "
      "WHERE l.relation = ANY ($1::text[]::regclass[]) AND granted AND pid IS DISTINCT FROM pg_backend_pid() "
      "AND ($2::boolean OR mode NOT IN ('AccessShareLock', 'RowShareLock'))",
      {postgres::array_literal(target_names(mapping)), who == KeptOut::everybody ? "true" : "false"});
  std::vector<std::string> sessions;
  for (int i = 0; i < rows.rows(); ++i) {
    if (rows.is_null(i, 0)) {
      sessions.emplace_back("a prepared transaction");
      continue;
    }
    sessions.push_back(fmt::format("process {} ({}), {}", rows.string(i, 0), printable(rows.string(i, 1)),
                                   rows.string(i, 2)));
  }
  return sessions;
}

}  // namespace dunlin::transfer
