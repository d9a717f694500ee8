#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dunlin::trial {

/// Somebody who comes to the database: a role and what its token says.
struct Identity {
  std::string name;
  std::string role;
  std::string claims;   ///< JSON, for request.jwt.claims; "" for none
  std::string subject;  ///< the claim sub, for request.jwt.claim.sub; "" for none
  std::vector<std::pair<std::string, std::string>> settings;  ///< others: app.user_id = 7
  bool bypasses = false;  ///< declared: policies don't hold for it, so it isn't proof of any
  friend bool operator==(const Identity&, const Identity&) = default;
};

enum class Command : std::uint8_t { select, insert, update, remove };
/// "select", "insert", "update", "delete": a JSON contract.
std::string_view to_string(Command command);

/// What should come of a command.
struct Expected {
  enum class Kind : std::uint8_t { rows, none, count, allowed, denied };
  enum class Denial : std::uint8_t { any, privilege, policy };
  Kind kind = Kind::none;
  std::string predicate;  ///< rows: those for which it is true, as a role sees it that no policy holds for
  std::int64_t count = 0;
  Denial denial = Denial::any;
  friend bool operator==(const Expected&, const Expected&) = default;
};

/// Reads "all", "none", "allowed", "denied", "denied(privilege)", "denied(policy)"; anything else is an
/// oracle predicate.
Expected parse_expected(const std::string& text);

/// Column values as text; nothing for NULL.
using RowValues = std::vector<std::pair<std::string, std::optional<std::string>>>;

/// One expectation as written: what `identity` may do with a table.
struct Expectation {
  std::string identity;
  Command command = Command::select;
  Expected expected;
  RowValues values;  ///< insert: the row; update: what is set ("" columns: dunlin chooses one)
  friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct TableExpectations {
  std::string table;             ///< as written: "public.documents"
  std::vector<std::string> key;  ///< columns that tell rows apart; empty: the primary key, or the whole row
  std::vector<Expectation> expectations;
  friend bool operator==(const TableExpectations&, const TableExpectations&) = default;
};

/// Who may do what, as a project's file says.
struct Expectations {
  std::vector<Identity> identities;
  std::vector<TableExpectations> tables;
  std::string fixtures;                   ///< SQL file, or ""
  std::vector<std::string> client_roles;  ///< for the leak checks; empty: the roles of the identities
  std::vector<std::string> accepted;      ///< "definer-callable public.search(text)"
  friend bool operator==(const Expectations&, const Expectations&) = default;
};

/// The identity of that name. It has to be there.
const Identity& identity_of(const Expectations& expectations, const std::string& name);

}  // namespace dunlin::trial
