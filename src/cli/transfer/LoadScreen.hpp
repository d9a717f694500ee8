#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "cli/Screen.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/load/Load.hpp"

namespace dunlin::cli {

/// Shows a load while it runs: a live line on a terminal; in a pipe a line for each table that is complete
/// and one each ten seconds.
class LoadScreen {
 public:
  LoadScreen(Screen& screen, const transfer::Mapping& mapping, std::string doing);

  void operator()(const transfer::LoadState& state);

 private:
  using Clock = std::chrono::steady_clock;
  void show_complete_tables(const transfer::LoadState& state);
  std::string summary(const transfer::LoadState& state) const;

  Screen& screen_;
  const transfer::Mapping& mapping_;
  std::string doing_;
  std::vector<bool> shown_;
  std::int64_t total_ = 0;
  std::int64_t before_ = -1;  ///< rows that an earlier run had copied
  Clock::time_point begun_ = Clock::now();
  Clock::time_point last_line_ = Clock::now();
};

}  // namespace dunlin::cli
