#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "model/Config.hpp"
#include "transfer/Workplace.hpp"

namespace dunlin::cli {

/// What every verb of `dunlin transfer` begins with: the project, the source, and where its files are kept.
struct TransferRequest {
  const Invocation& invocation;
  const model::Config config;  ///< [transfer] with the flags of the command line applied
  std::filesystem::path source;
  transfer::Workplace workplace;
  int shard = 0;  ///< which of [transfer] shards, from 0
};

/// One verb: its word, a line for people, and the function that carries it out (returns the exit code, throws
/// Error).
struct TransferVerb {
  const char* name;
  const char* summary;
  int (*run)(const TransferRequest&, Screen&);
};

/// The verbs in the order in which they are used; a line each in verbs.inc, the function in cli/transfer/.
const std::vector<TransferVerb>& transfer_verbs();

}  // namespace dunlin::cli
