#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/Ledger.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// Everything the target says about what ran on it; an empty History when dunlin has never been there.
model::History read_history(postgres::Connection& connection);

/// Statements of an entry as they ran, in order.
std::vector<model::JournalRow> read_journal(postgres::Connection& connection, const std::string& entry);

/// The rollback stored with an entry.
struct StoredRollback {
  std::optional<std::string> sql;  ///< nothing: none was known when it was applied
  std::string source;
  std::string file;
};
StoredRollback read_rollback(postgres::Connection& connection, const std::string& entry);

/// The hash of a ledger entry: covers its predecessor's hash and what was begun, so that the chain can be
/// checked.
std::string entry_hash(const std::string& previous, std::int64_t position, model::EntryKind kind,
                       const std::string& version, const std::string& name, const std::string& checksum);

}  // namespace dunlin::migrate
