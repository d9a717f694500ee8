#include "cli/transfer/RunningPhase.hpp"

#include <fmt/format.h>

namespace dunlin::cli {

using std::chrono::steady_clock;

RunningPhase::RunningPhase(transfer::Preparation& result, PhaseLog& log, int number, const char* title)
    : result_(result), log_(log), begin_(steady_clock::now()) {
  result_.phases.push_back({number, title, {}, 0});
  log_.title(fmt::format("{}. {}", number, title));
}

RunningPhase::~RunningPhase() {
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin_).count();
  result_.phases.back().milliseconds = took;
  result_.milliseconds += took;
}

void RunningPhase::add(const transfer::Check& check) {
  log_.check(check);
  result_.phases.back().checks.push_back(check);
}

void RunningPhase::add(const std::vector<transfer::Check>& checks) {
  for (const transfer::Check& check : checks) add(check);
}

}  // namespace dunlin::cli
