#include "transfer/giveback/ClosedTables.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"
#include "transfer/follow/FollowedTable.hpp"

namespace dunlin::transfer {
using postgres::Sql;

void close_tables(postgres::Connection& connection, const Mapping& mapping) {
  connection.exec(
      "CREATE OR REPLACE FUNCTION dunlin.transfer_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "RAISE EXCEPTION 'the data of this table is in SQLite again (dunlin transfer return)' USING ERRCODE = "
      "'25006'; END $$");
  for (const std::string& name : target_names(mapping))
    connection.exec(Sql::trusted(
        fmt::format("CREATE TRIGGER aa_dunlin_closed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {} FOR "
                    "EACH STATEMENT EXECUTE FUNCTION dunlin.transfer_closed()",
                    name)));
}

void open_tables(postgres::Connection& connection, const Mapping& mapping) {
  for (const std::string& name : target_names(mapping))
    connection.exec(Sql::trusted(fmt::format("DROP TRIGGER IF EXISTS aa_dunlin_closed ON {}", name)));
  connection.exec("DROP FUNCTION IF EXISTS dunlin.transfer_closed()");
}

}  // namespace dunlin::transfer
