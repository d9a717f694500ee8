#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "transfer/prepare/Phase.hpp"
#include "transfer/prepare/ServerFacts.hpp"

namespace dunlin::transfer {

/// What the transfer asks of the server.
struct ServerNeeds {
  std::string source;              ///< the file, as the ledger of transfers spells it
  std::uint64_t source_bytes = 0;  ///< 0: not known
  int pool_size = 10;              ///< connections of the application's environment
};

/// What is said of the server: version, TLS, rights, target schema, connections, settings, disk. Pure, but
/// for the free space of a data directory on this machine.
std::vector<Check> check_server(const ServerFacts& server, const model::TransferConfig& config,
                                const ServerNeeds& needs);

/// The part of it that holds for any change: TLS, connections for the environment's pool, settings, and room
/// for `needed_bytes` more (0: not known) on the server's disk.
std::vector<Check> check_capacity(const ServerFacts& server, int pool_size, std::uint64_t needed_bytes);

}  // namespace dunlin::transfer
