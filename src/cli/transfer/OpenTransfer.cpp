#include "cli/transfer/OpenTransfer.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/transfer/OwnWorkplace.hpp"
#include "cli/transfer/Preparing.hpp"
#include "cli/transfer/TransferSession.hpp"
#include "transfer/PlanFile.hpp"

namespace dunlin::cli {
namespace {

// The settings of the session beside those that every session of ours has; they end with it.
postgres::Connection open_session(const Target& target) {
  auto connection = connect_for_transfer(target);
  require_writable(connection);
  require_own_session(connection);
  // What the ledger says must be on disk before our own files move on.
  connection.exec("SET synchronous_commit = on");
  connection.exec("SET row_security = off");
  connection.exec("SET jit = off");
  return connection;
}

transfer::Mapping plan_of(const TransferRequest& request) {
  const auto plan = request.workplace.plan();
  if (!std::filesystem::exists(plan))
    throw refused(
        fmt::format("the working files of this transfer aren't here: {}", printable(plan.string())),
        "run this where the transfer was begun, or bring that folder here; before a switch, dunlin rollback "
        "takes the tables away");
  return transfer::read_plan(plan);
}

}  // namespace

// Earlier versions kept the path as it was typed, symbolic links included.
bool is_source(const std::string& kept, const std::filesystem::path& source) {
  std::error_code unknown;
  return kept == source.string() || std::filesystem::weakly_canonical(kept, unknown) == source;
}

transfer::TransferRow require_transfer(postgres::Connection& connection, const TransferRequest& request) {
  const std::string& schema = request.config.transfer.schema;
  const auto row = transfer::find_transfer(connection, schema);
  if (!row && transfer::has_ended(connection, schema, request.source.string()))
    throw refused(fmt::format("the transfer of {} into schema {} has ended (by finalize, or return --drop)",
                              printable(request.source.string()), printable(schema)),
                  "dunlin transfer prepare begins a new one");
  if (!row)
    throw refused(fmt::format("nothing was transferred into schema {}", printable(schema)),
                  "dunlin transfer run --from FILE loads it");
  if (!is_source(row->source, request.source))
    throw refused(fmt::format("schema {} was filled from another source: {}", printable(schema),
                              printable(row->source)),
                  "name that file with --from, or another schema with --schema");
  require_own_workplace(request, *row);
  return *row;
}

void require_one_server(const transfer::Mapping& mapping) {
  const auto found = std::find_if(mapping.tables.begin(), mapping.tables.end(),
                                  [](const auto& table) { return table.distribution.has_value(); });
  if (found == mapping.tables.end()) return;
  throw refused(
      fmt::format(
          "{} is distributed over several servers: following the source and switching with a way back "
          "need tables of one server (Citus, for one, runs no triggers on distributed tables)",
          printable(found->target)),
      "stop the application's writers, then dunlin transfer prepare, run and verify, and change its "
      "configuration");
}

OpenTransfer::OpenTransfer(const TransferRequest& request, Screen& screen)
    : lock_(request.workplace, wait_ms(request.invocation)),
      target_(request.config),
      connection_(open_session(target_)),
      writing_(connection_, request.config, request.invocation, screen),
      row_(require_transfer(connection_, request)),
      mapping_(plan_of(request)) {
  if (mapping_.schema_hash != row_.schema_hash)
    throw refused(
        fmt::format("{} isn't the plan that was loaded", printable(request.workplace.plan().string())),
        "begin anew with dunlin transfer prepare and run");
}

}  // namespace dunlin::cli
