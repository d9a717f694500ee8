#include "cli/transfer/OwnWorkplace.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/transfer/TransferSession.hpp"
#include "transfer/WorkplaceOwner.hpp"

namespace dunlin::cli {
namespace {

Error belongs_to(const transfer::WorkplaceOwner& owner, const TransferRequest& request) {
  return refused(
      fmt::format(
          "the working files of {} belong to its transfer into schema {} of {}, which isn't finalized",
          printable(request.source.string()), printable(owner.schema), printable(owner.server)),
      fmt::format(
          "name that one with --env, --db-url and --schema; to begin another, end it there first (dunlin "
          "transfer return --drop or finalize), or take a copy of the SQLite file; if that database is gone "
          "for good: rm -r {}",
          printable(request.workplace.folder.string())));
}

// Whether the owner's transfer may be found there, or isn't there any more: the database was made anew. A
// server that doesn't answer isn't the owner's, unless it is called so: what was asked for will say that it
// doesn't.
bool may_be_its_place(const TransferRequest& server, const transfer::WorkplaceOwner& owner) {
  const Target target(server.config);
  try {
    auto connection = connect_for_transfer(target);
    const auto row = transfer::find_transfer(connection, owner.schema);
    if (row && transfer::is_owner(owner, *row)) return owner.schema == server.config.transfer.schema;
  } catch (const Error&) {
  }
  return target.shown() == owner.server;
}

}  // namespace

void require_free_workplace(const std::vector<TransferRequest>& servers) {
  const auto owner = transfer::read_owner(servers.front().workplace);
  if (!owner) return;
  if (std::none_of(servers.begin(), servers.end(),
                   [&](const auto& server) { return may_be_its_place(server, *owner); })) {
    if (owner->lasting) throw belongs_to(*owner, servers.front());
    transfer::forget_owner(servers.front().workplace);  // nothing can be switched to a private server
  }
}

void require_own_workplace(const TransferRequest& request, const transfer::TransferRow& row) {
  if (request.shard > 0) return;  // the first server's is the owner
  const auto owner = transfer::read_owner(request.workplace);
  if (owner && !transfer::is_owner(*owner, row)) throw belongs_to(*owner, request);
}

}  // namespace dunlin::cli
