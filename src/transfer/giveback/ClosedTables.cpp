#include "transfer/giveback/ClosedTables.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"
#include "transfer/follow/FollowedTable.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

std::vector<std::string> names_of(const Mapping& mapping) {
  std::vector<std::string> names;
  for (const auto& table : mapping.tables) names.push_back(followed_table(mapping, table).name);
  return names;
}

}  // namespace

void lock_writers_out(postgres::Connection& connection, const Mapping& mapping,
                      std::chrono::milliseconds wait) {
  const auto names = names_of(mapping);
  if (names.empty()) return;
  connection.exec("SELECT set_config('lock_timeout', $1, true)", {std::to_string(wait.count())});
  try {
    connection.exec(
        Sql::trusted(fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", join(names, ", "))));
  } catch (const postgres::SqlError& error) {
    if (error.fact("sqlstate") != "55P03") throw;
    throw Error(
        ErrorCode::lock_timeout,
        "somebody's transaction on PostgreSQL that has written to these tables doesn't end",
        "nothing was changed; stop the application or wait longer with --wait, then run the command again");
  }
}

void close_tables(postgres::Connection& connection, const Mapping& mapping) {
  connection.exec(
      "CREATE OR REPLACE FUNCTION dunlin.transfer_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "RAISE EXCEPTION 'the data of this table is in SQLite again (dunlin transfer return)' USING ERRCODE = "
      "'25006'; END $$");
  for (const std::string& name : names_of(mapping))
    connection.exec(Sql::trusted(
        fmt::format("CREATE TRIGGER aa_dunlin_closed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {} FOR "
                    "EACH STATEMENT EXECUTE FUNCTION dunlin.transfer_closed()",
                    name)));
}

void open_tables(postgres::Connection& connection, const Mapping& mapping) {
  for (const std::string& name : names_of(mapping))
    connection.exec(Sql::trusted(fmt::format("DROP TRIGGER IF EXISTS aa_dunlin_closed ON {}", name)));
  connection.exec("DROP FUNCTION IF EXISTS dunlin.transfer_closed()");
}

}  // namespace dunlin::transfer
