#include "migrate/Retry.hpp"

#include <algorithm>
#include <random>
#include <thread>

#include "base/Interrupt.hpp"

namespace dunlin::migrate {

std::chrono::milliseconds pause_before(int attempt) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const int whole = std::min(5000, 200 << std::min(attempt, 5));
  return std::chrono::milliseconds(std::uniform_int_distribution<int>(whole / 2, whole)(random));
}

void sleep_unless_interrupted(std::chrono::milliseconds pause) {
  const auto until = std::chrono::steady_clock::now() + pause;
  while (std::chrono::steady_clock::now() < until && !interrupted())
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

}  // namespace dunlin::migrate
