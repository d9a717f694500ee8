#pragma once

#include <string>
#include <utility>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::transfer {

/// The settings of the sessions that load, all of them here, beside those that every session of ours has.
/// They end with the session.
std::vector<std::pair<std::string, std::string>> load_settings(int server_version);

/// What a session needs to know to be opened.
struct SessionTarget {
  std::string url;
  std::string schema;         ///< in which names are looked up and made
  std::int64_t transfer = 0;  ///< 0: of none
};

/// A session for loading: its search_path begins with `schema` and keeps it through RESET ALL, the settings
/// are applied, and it shares the lock by which sessions of one transfer are known. Throws a refused Error
/// behind a connection pooler.
postgres::Connection open_load_session(const SessionTarget& target);

/// Ends the server processes of a run that was killed: they may still commit what they had been sent. To be
/// called with the lease, before the ledger is read.
void end_orphans(postgres::Connection& connection, std::int64_t transfer);

}  // namespace dunlin::transfer
