#pragma once

#include <chrono>
#include <vector>

#include "cli/transfer/PhaseLog.hpp"
#include "transfer/prepare/Preparation.hpp"

namespace dunlin::cli {

/// One phase of a preparation while it runs: its checks are shown as they are found, its time is taken at the
/// end.
class RunningPhase {
 public:
  RunningPhase(transfer::Preparation& result, PhaseLog& log, int number, const char* title);
  ~RunningPhase();
  RunningPhase(const RunningPhase&) = delete;
  RunningPhase& operator=(const RunningPhase&) = delete;

  void add(const transfer::Check& check);
  void add(const std::vector<transfer::Check>& checks);

 private:
  transfer::Preparation& result_;
  PhaseLog& log_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace dunlin::cli
