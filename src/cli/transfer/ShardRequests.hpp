#pragma once

#include <string>
#include <vector>

#include "cli/transfer/Verbs.hpp"

namespace dunlin::cli {

/// A request for each server of [transfer] shards, its URL in place of the environment's; the request itself
/// when there is no such list.
std::vector<TransferRequest> requests_of_shards(const TransferRequest& request);

/// "server 2 of 3 (postgresql://...)".
std::string describe_shard(const TransferRequest& request);

/// Throws a refused Error when two of the URLs lead to the same database.
void require_different_databases(const std::vector<TransferRequest>& servers);

}  // namespace dunlin::cli
