#include "cli/transfer/Restart.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "cli/transfer/Preparing.hpp"
#include "cli/transfer/SchemaSteps.hpp"
#include "cli/transfer/ShardRequests.hpp"
#include "cli/transfer/TransferSession.hpp"
#include "transfer/WorkplaceLock.hpp"
#include "transfer/WorkplaceOwner.hpp"
#include "transfer/load/Begin.hpp"
#include "transfer/load/LoadSession.hpp"

namespace dunlin::cli {
namespace {

// "schema dunlin_load_public", for each server that has one.
std::vector<std::string> loads_to_drop(const std::vector<TransferRequest>& servers) {
  std::vector<std::string> loads;
  for (const auto& server : servers) {
    const Target target(server.config);
    auto connection = connect_for_transfer(target);
    const auto found = transfer::find_transfer(connection, server.config.transfer.schema);
    if (!found) continue;
    transfer::require_droppable(*found, server.source.string());
    loads.push_back((servers.size() > 1 ? describe_shard(server) + ": " : "") + "schema " +
                    printable(found->staging_schema));
  }
  return loads;
}

void drop_load(const TransferRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = connect_for_transfer(target);
  const auto found = transfer::find_transfer(connection, request.config.transfer.schema);
  if (!found) return;
  transfer::require_droppable(*found, request.source.string());
  const transfer::WorkplaceLock lock(request.workplace, wait_ms(request.invocation));
  require_writable(connection);
  Writing writing(connection, request.config, request.invocation, screen);
  transfer::end_orphans(connection, found->id);
  SchemaSteps(request, target, connection, writing).forget();
  transfer::drop_transfer(connection, *found);
  std::filesystem::remove(request.workplace.plan());
  transfer::forget_owner(request.workplace);
}

}  // namespace

void begin_anew(const std::vector<TransferRequest>& servers, Screen& screen) {
  const auto loads = loads_to_drop(servers);
  if (loads.empty()) return;
  const auto question = fmt::format("drop {} with what was loaded, and begin anew?", join(loads, ", "));
  if (!confirmed(servers.front().invocation, question))
    throw refused("not begun anew: nobody agreed to drop what was loaded", "answer yes, or add --yes");
  for (const auto& server : servers) drop_load(server, screen);
}

}  // namespace dunlin::cli
