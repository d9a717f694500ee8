#include "transfer/load/MoveTables.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/KillPoint.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::transfer {
namespace {

// Everything in the schema that doesn't move along with something else, as ALTER commands without their end.
// The last DROP SCHEMA is the proof that nothing was forgotten.
constexpr char k_commands[] = R"(
  SELECT format('ALTER %s %s', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
                WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, c.oid::regclass)
  FROM pg_class c
  WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
  UNION ALL
  SELECT format('ALTER %s %s', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype)
  FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE t.typnamespace = $1::regnamespace AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
  UNION ALL
  SELECT format('ALTER COLLATION %I.%I', $2::text, collname) FROM pg_collation WHERE collnamespace = $1::regnamespace
  UNION ALL
  SELECT format('ALTER STATISTICS %I.%I', $2::text, stxname) FROM pg_statistic_ext WHERE stxnamespace = $1::regnamespace
  UNION ALL
  SELECT format('ALTER ROUTINE %s', oid::regprocedure) FROM pg_proc WHERE pronamespace = $1::regnamespace)";

}  // namespace

void move_tables(postgres::Connection& connection, const TransferRow& transfer) {
  const std::string staging = quote_identifier(transfer.staging_schema);
  const std::string target = quote_identifier(transfer.target_schema);
  postgres::Transaction transaction(connection);
  connection.exec(
      "SELECT pg_catalog.set_config('synchronous_commit', 'on', true), set_config('lock_timeout', '10s', "
      "true)");
  connection.exec("SET LOCAL search_path = pg_catalog");  // so that every name is written with its schema
  const auto commands = connection.exec(k_commands, {staging, transfer.staging_schema});
  for (int row = 0; row < commands.rows(); ++row)
    connection.exec(postgres::Sql::trusted(fmt::format("{} SET SCHEMA {}", commands.text(row, 0), target)));
  connection.exec(postgres::Sql::trusted(fmt::format("DROP SCHEMA {}", staging)));
  set_stage(connection, transfer.id, Stage::moved);
  kill_point("before-move");
  transaction.commit();
  kill_point("moved");
}

}  // namespace dunlin::transfer
