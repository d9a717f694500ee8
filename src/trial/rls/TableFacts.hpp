#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "trial/rls/Expectations.hpp"
#include "trial/rls/Policy.hpp"

namespace dunlin::trial {

/// A column and a value that an UPDATE may set without reading anything, so that no SELECT policy joins in.
struct Settable {
  std::string column;
  std::optional<std::string> value;  ///< of a row that is there; nothing: NULL
  friend bool operator==(const Settable&, const Settable&) = default;
};

/// What the catalog says of a table under test.
struct TableFacts {
  std::string schema;
  std::string name;
  std::string quoted;  ///< "public"."documents"
  std::vector<std::string> key;
  bool whole_row = false;  ///< no key: rows are told apart by all their columns
  bool is_table = true;    ///< not a view
  bool row_security = false;
  bool forced = false;                       ///< FORCE ROW LEVEL SECURITY
  bool empty = false;                        ///< has no row that could be reached
  std::map<std::string, Settable> settable;  ///< by role
  std::map<std::string, std::string>
      privileges;  ///< by role: those of "siud" that it has on the table or a column
  friend bool operator==(const TableFacts&, const TableFacts&) = default;
};

/// Reads what is needed about each table of the expectations, in their order. Throws a usage Error that names
/// all tables and key columns that aren't there, a refused Error when policies would hold for the role that
/// asks: then it couldn't know what is true.
std::vector<TableFacts> read_tables(postgres::Connection& connection, const Expectations& expectations);

/// All policies of the schemas that the tables are in, by table and name.
std::vector<Policy> read_policies(postgres::Connection& connection, const std::vector<TableFacts>& tables);

/// Refuses what would make a test prove nothing: a role that isn't there (usage Error, all of them named),
/// that is a superuser or BYPASSRLS without saying so, or that this session may not become.
void require_testable_roles(postgres::Connection& connection, const Expectations& expectations);

}  // namespace dunlin::trial
