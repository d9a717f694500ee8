#pragma once

#include <vector>

#include "cli/transfer/Verbs.hpp"
#include "transfer/Ledger.hpp"

namespace dunlin::cli {

/// Throws a refused Error when the source's working files belong to a transfer that is under way in another
/// database or schema than those of the servers (one, or all of [transfer] shards): preparing or loading
/// would take its plan and its copy of the source away.
void require_free_workplace(const std::vector<TransferRequest>& servers);

/// Throws a refused Error when the working files belong to another transfer than `row`.
void require_own_workplace(const TransferRequest& request, const transfer::TransferRow& row);

}  // namespace dunlin::cli
