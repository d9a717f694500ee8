#pragma once

#include <string>
#include <vector>

#include "packs/Pack.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::packs {

/// What a database lacks for a pack, and the statement with which a DBA provides it.
struct MissingNeed {
  Need need;
  std::string statement;
  friend bool operator==(const MissingNeed&, const MissingNeed&) = default;
};

/// What a DBA runs to provide it: "CREATE EXTENSION ...;".
std::string statement_for(const Need& need);

/// The pack's needs that this database doesn't meet.
std::vector<MissingNeed> missing_needs(postgres::Connection& connection, const Pack& pack);

}  // namespace dunlin::packs
