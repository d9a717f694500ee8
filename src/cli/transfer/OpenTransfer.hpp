#pragma once

#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "cli/transfer/Verbs.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/WorkplaceLock.hpp"

namespace dunlin::cli {

/// A transfer that was begun, for the verbs after `run`: our files and the target with the lease on it, its
/// row in the ledger, and the plan that it was loaded by.
class OpenTransfer {
 public:
  /// Throws a refused Error when nothing was transferred into the schema, or from another source.
  OpenTransfer(const TransferRequest& request, Screen& screen);

  const Target& target() const { return target_; }
  postgres::Connection& connection() { return connection_; }
  Writing& writing() { return writing_; }
  const transfer::TransferRow& row() const { return row_; }
  const transfer::Mapping& mapping() const { return mapping_; }

 private:
  transfer::WorkplaceLock lock_;
  Target target_;
  postgres::Connection connection_;
  Writing writing_;
  transfer::TransferRow row_;
  transfer::Mapping mapping_;
};

/// The row of the transfer from this source. Throws as OpenTransfer does.
transfer::TransferRow require_transfer(postgres::Connection& connection, const TransferRequest& request);

}  // namespace dunlin::cli
