#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "checks/Check.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::checks {

/// One statement of a file of assertions.
struct Assertion {
  std::string name;  ///< "verify/data.sql:7"
  std::string sql;
  friend bool operator==(const Assertion&, const Assertion&) = default;
};

/// A line of the Test Anything Protocol, as pgTAP returns it.
struct TapLine {
  bool ok = true;
  std::string description;
  friend bool operator==(const TapLine&, const TapLine&) = default;
};
/// "not ok 3 - is valid"; nothing for a plan, a diagnostic, or text that isn't TAP. A TODO or SKIP is ok.
std::optional<TapLine> read_tap(std::string_view line);

/// True for a file that calls pgTAP's plan: it makes temporary tables, so it can't be read-only.
bool is_tap(std::string_view sql);

/// Runs the statements of one file in a transaction that is read-only (for pgTAP: rolled back), each within
/// `timeout`. A statement is one check, which each row that it returns makes fail; of pgTAP each test is.
std::vector<Check> run_assertions(postgres::Connection& connection, const std::vector<Assertion>& file,
                                  bool tap, std::chrono::milliseconds timeout);

}  // namespace dunlin::checks
