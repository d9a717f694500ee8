#pragma once

#include <string>
#include <string_view>
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

/// Who is to be given something, and where; while no database is known, what to put in its place.
struct Grantee {
  std::string role = "<who migrates>";
  std::string database = "<database>";
};
Grantee grantee_of(postgres::Connection& connection);

/// What a DBA runs to provide it: "CREATE EXTENSION ...;".
std::string statement_for(const Need& need, const Grantee& grantee = {});

/// The pack's needs that this database doesn't meet.
std::vector<MissingNeed> missing_needs(postgres::Connection& connection, const Pack& pack);

/// What helps the session's role where the server has denied it something (SQLSTATE 42501): the GRANT on the
/// schema or database that the message names, with its owner; else that it lacks a right.
std::string help_for_denied(postgres::Connection& connection, std::string_view message);

}  // namespace dunlin::packs
