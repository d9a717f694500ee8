#include "cli/transfer/ShardRequests.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Secret.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/transfer/TransferSession.hpp"

namespace dunlin::cli {

std::vector<TransferRequest> requests_of_shards(const TransferRequest& request) {
  const auto& urls = request.config.transfer.shards;
  if (urls.empty()) return {request};
  std::vector<TransferRequest> servers;
  servers.reserve(urls.size());
  for (std::size_t i = 0; i < urls.size(); ++i) {
    model::Config config = request.config;
    config.environment.url = Secret(urls[i]);
    servers.push_back(
        {request.invocation, std::move(config), request.source, request.workplace, static_cast<int>(i)});
  }
  return servers;
}

std::string describe_shard(const TransferRequest& request) {
  return fmt::format("server {} of {} ({})", request.shard + 1, request.config.transfer.shards.size(),
                     printable(redact_connection_string(request.config.environment.url.reveal())));
}

void require_different_databases(const std::vector<TransferRequest>& servers) {
  std::vector<std::string> seen;
  for (const auto& server : servers) {
    const Target target(server.config);
    auto connection = connect_for_transfer(target);
    auto identity =
        connection.exec("SELECT pg_postmaster_start_time()::text || ' ' || current_database()").string(0, 0);
    const auto same = std::find(seen.begin(), seen.end(), identity);
    if (same != seen.end())
      throw refused(
          fmt::format("{} is the database of server {} too", describe_shard(server), same - seen.begin() + 1),
          "each URL of [transfer] shards needs a database of its own");
    seen.push_back(std::move(identity));
  }
}

}  // namespace dunlin::cli
