#pragma once

#include <string>
#include <vector>

#include "packs/Pack.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::packs {

/// An object that is there already, and that the pack makes too.
struct Collision {
  std::string object;  ///< "table public.audit_logs"
  std::string there;   ///< its definition in the database
  std::string ours;    ///< and as the pack makes it
  bool same() const { return there == ours; }
  friend bool operator==(const Collision&, const Collision&) = default;
};

/// What trying a pack's SQL on a database has shown.
struct UpTrial {
  std::vector<Collision> collisions;
  std::string failure;    ///< why it can't run there; "" when it can
  std::string sqlstate;   ///< of that
  std::string detail;     ///< what the server says besides: the rows that are in the way
  std::string hint;       ///< and what it advises
  std::string statement;  ///< at which one it ended
  bool waited = false;    ///< a lock wasn't to be had in time: nothing is known
};

/// Runs the statements in a transaction that is rolled back, with short timeouts. Where an object is in the
/// way, both definitions are kept, and the trial goes on without it. Nothing remains.
UpTrial try_up(postgres::Connection& connection, const std::string& sql);

/// The same for what updates a pack: an object that it replaces (CREATE OR REPLACE) is not in the way.
UpTrial try_update(postgres::Connection& connection, const std::string& sql);

/// Somebody's object that depends on a pack's.
struct Use {
  std::string user;  ///< "view reports depends on table audit_logs"
  friend bool operator==(const Use&, const Use&) = default;
};

/// The same for what removes a pack.
struct DownTrial {
  std::vector<Use> uses;                   ///< all of them
  std::vector<std::string> filled_tables;  ///< that would be dropped with rows
  std::string failure;
  std::string statement;
  bool waited = false;
};

/// Where a statement is refused because something depends on its object, that is dropped too, and the
/// statement is run again, until nothing is in its way: also within a DO block or a function that it calls.
DownTrial try_down(postgres::Connection& connection, const std::string& sql);

}  // namespace dunlin::packs
