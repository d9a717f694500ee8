#pragma once

#include <string>
#include <vector>

#include "base/Json.hpp"
#include "cli/Screen.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/cutover/Strays.hpp"

namespace dunlin::cli {

/// Rows that were written to the SQLite file after the switch, and where they are: in the file, or in the one
/// that a return has kept.
struct StrayList {
  std::string file;
  std::vector<transfer::StrayWrites> tables;
  bool missing = false;  ///< the file isn't there
  bool empty() const { return tables.empty(); }
};

/// Looks for them, in the stages `switched` and `returned`; empty in any other. The workplace must be locked
/// by the caller.
StrayList list_strays(const transfer::TransferRow& row, const transfer::Mapping& mapping,
                      const transfer::Workplace& workplace);

/// A line each, as warnings.
void show_strays(const StrayList& strays, Screen& screen);
/// [{"name", "rows", "keys"}].
Json strays_json(const StrayList& strays);

}  // namespace dunlin::cli
