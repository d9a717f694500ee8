#pragma once

#include <filesystem>
#include <vector>

#include "cli/Screen.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Problem.hpp"
#include "transfer/verify/Verdict.hpp"

namespace dunlin::cli {

/// What a run has come to: where the transfer stands, and what the comparison says.
struct RunResult {
  transfer::TransferRow transfer;
  std::vector<transfer::TableVerdict> verdicts;
  std::vector<transfer::Problem> problems;  ///< of the structure
  std::filesystem::path reject_file;        ///< empty when every row was taken
  double seconds = 0;                       ///< that this run's load took; 0 when an earlier one did it
};

/// Rows or structure differ and nothing was moved: says so, and returns the exit code.
int report_difference(const RunResult& result, Screen& screen);

/// An earlier run came to the end: says so, and which rows it rejected, since it may have been killed before
/// it could. Returns the exit code, which is that of the earlier run.
int report_nothing_to_do(const RunResult& result, Screen& screen);

/// The tables are where they belong: what was loaded, rejected or has changed since. Returns the exit code.
int report_run(const RunResult& result, Screen& screen);

}  // namespace dunlin::cli
