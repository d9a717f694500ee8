#include "cli/transfer/OpenTransfer.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/transfer/Preparing.hpp"
#include "transfer/PlanFile.hpp"

namespace dunlin::cli {
namespace {

// The settings of the session beside those that every session of ours has; they end with it.
postgres::Connection open_session(const Target& target) {
  auto connection = target.connect();
  require_writable(connection);
  if (connection.facts().pooled)
    throw refused(
        "a transfer needs a session of its own, and a connection pooler stands between us and the server",
        "point the environment's url at the server itself (a direct connection)");
  // What the ledger says must be on disk before our own files move on.
  connection.exec("SET synchronous_commit = on");
  connection.exec("SET statement_timeout = 0");
  connection.exec("SET row_security = off");
  connection.exec("SET jit = off");
  return connection;
}

}  // namespace

transfer::TransferRow require_transfer(postgres::Connection& connection, const TransferRequest& request) {
  const std::string& schema = request.config.transfer.schema;
  const auto row = transfer::find_transfer(connection, schema);
  if (!row)
    throw refused(fmt::format("nothing was transferred into schema {}", printable(schema)),
                  "dunlin transfer run --from FILE loads it");
  if (row->source != request.source.string())
    throw refused(fmt::format("schema {} was filled from another source: {}", printable(schema),
                              printable(row->source)),
                  "name that file with --from, or another schema with --schema");
  return *row;
}

OpenTransfer::OpenTransfer(const TransferRequest& request, Screen& screen)
    : lock_(request.workplace, wait_ms(request.invocation)),
      target_(request.config),
      connection_(open_session(target_)),
      writing_(connection_, request.config, request.invocation, screen),
      row_(require_transfer(connection_, request)),
      mapping_(transfer::read_plan(request.workplace.plan())) {
  if (mapping_.schema_hash != row_.schema_hash)
    throw refused(
        fmt::format("{} isn't the plan that was loaded", printable(request.workplace.plan().string())),
        "begin anew with dunlin transfer prepare and run");
}

}  // namespace dunlin::cli
