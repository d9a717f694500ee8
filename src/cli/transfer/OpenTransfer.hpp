#pragma once

#include <filesystem>
#include <string>

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

/// Throws a refused Error when tables are spread over several servers: `follow` and `switch` rest on one
/// transaction, and the way back on triggers that Citus doesn't run on distributed tables.
void require_one_server(const transfer::Mapping& mapping);

/// Whether the source that a transfer was recorded with is this file.
bool is_source(const std::string& kept, const std::filesystem::path& source);

/// The row of the transfer from this source. Throws as OpenTransfer does.
transfer::TransferRow require_transfer(postgres::Connection& connection, const TransferRequest& request);

}  // namespace dunlin::cli
