#include "transfer/load/Begin.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Hash.hpp"
#include "base/Identifier.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "transfer/prepare/ServerFacts.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_longest_name = 63;  // bytes (PostgreSQL docs, 4.1.1)

void require_same_source(const TransferRow& row, const std::string& source, const Mapping& mapping) {
  const std::string way_out =
      "go on with what was begun, or begin anew (drops the staging schema, nothing else): dunlin transfer "
      "run "
      "--restart";
  if (row.source != source)
    throw refused(fmt::format("{} is being transferred into schema {} already", printable(row.source),
                              printable(row.target_schema)),
                  "finish that first, or choose another schema with --schema");
  if (row.stage >= Stage::moved) return;
  if (row.snapshot_sha256 != mapping.source_sha256)
    throw refused("another snapshot of this file is half loaded: the plan was prepared again since", way_out);
  if (row.schema_hash != mapping.schema_hash)
    throw refused("the schema of this file changed since its load began", way_out);
}

void require_empty(postgres::Connection& connection, const std::string& schema) {
  const auto facts = read_server_facts(connection, schema);
  if (facts.object_count == 0) return;
  const auto hidden = static_cast<std::size_t>(facts.object_count) - facts.objects.size();
  throw refused(
      fmt::format("schema {} isn't empty: {}{}", printable(schema), printable(join(facts.objects, ", ")),
                  hidden > 0 ? fmt::format(" and {} more", hidden) : ""),
      "choose another schema with --schema, or move these objects away; dunlin drops nothing");
}

void require_no_schema(postgres::Connection& connection, const std::string& staging) {
  const auto there = connection.exec("SELECT to_regnamespace($1) IS NOT NULL", {quote_identifier(staging)});
  if (!there.boolean(0, 0)) return;
  throw refused(fmt::format("schema {} exists, and no transfer of ours has made it", printable(staging)),
                "rename or drop it: the tables are built in a schema of this name");
}

}  // namespace

std::string staging_schema(const std::string& target_schema) {
  const std::string name = "dunlin_load_" + target_schema;
  return name.size() <= k_longest_name ? name : "dunlin_load_" + sha256(target_schema).substr(0, 16);
}

TransferRow begin_or_resume(postgres::Connection& connection, const std::string& source,
                            const Mapping& mapping) {
  if (auto found = find_transfer(connection, mapping.target_schema)) {
    require_same_source(*found, source, mapping);
    return std::move(*found);
  }
  const std::string staging = staging_schema(mapping.target_schema);
  require_empty(connection, mapping.target_schema);
  require_no_schema(connection, staging);
  postgres::Transaction transaction(connection);
  TransferRow row = begin_transfer(connection, {.source = source,
                                                .snapshot_sha256 = mapping.source_sha256,
                                                .schema_hash = mapping.schema_hash,
                                                .target_schema = mapping.target_schema,
                                                .staging_schema = staging});
  for (const auto& name : {staging, mapping.target_schema})
    connection.exec(postgres::Sql::trusted("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(name)));
  connection.exec(postgres::Sql::trusted(
      fmt::format("COMMENT ON SCHEMA {} IS 'dunlin: the tables of transfer {} until they are complete'",
                  quote_identifier(staging), row.id)));
  transaction.commit();
  kill_point("transfer-begun");
  return row;
}

void require_droppable(const TransferRow& transfer, const std::string& source) {
  if (transfer.source != source)
    throw refused(fmt::format("what is half loaded into schema {} comes from {}",
                              printable(transfer.target_schema), printable(transfer.source)),
                  "name that file with --from");
  if (transfer.stage >= Stage::moved)
    throw refused(fmt::format("this transfer is complete: its tables are in schema {}",
                              printable(transfer.target_schema)),
                  "dunlin transfer return takes it back");
}

void drop_transfer(postgres::Connection& connection, const TransferRow& transfer) {
  postgres::Transaction transaction(connection);
  connection.exec(postgres::Sql::trusted(
      fmt::format("DROP SCHEMA IF EXISTS {} CASCADE", quote_identifier(transfer.staging_schema))));
  connection.exec("DELETE FROM dunlin.transfer WHERE id = $1::bigint", {std::to_string(transfer.id)});
  transaction.commit();
}

}  // namespace dunlin::transfer
