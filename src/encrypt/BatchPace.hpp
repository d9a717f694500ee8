#pragma once

#include <chrono>
#include <cstdint>

namespace dunlin::encrypt {

/// How many rows the next batch takes, from how long the last one took.
class BatchPace {
 public:
  using Milliseconds = std::chrono::milliseconds;

  explicit BatchPace(Milliseconds target) : target_(target) {}

  std::int64_t rows() const { return rows_; }

  /// Told about a batch that was full. At most doubles or halves.
  void learn(std::int64_t rows, std::chrono::microseconds took);
  /// A batch met a lock: the next is smaller.
  void give_way();

  static constexpr std::int64_t k_fewest = 100, k_most = 50'000, k_first = 1'000;

 private:
  Milliseconds target_;
  std::int64_t rows_ = k_first;
};

/// How long to wait so that `rows` since the beginning aren't more than `per_second` allows; 0 for no limit.
std::chrono::milliseconds pause_for_rate(std::int64_t rows, std::chrono::milliseconds elapsed,
                                         std::int64_t per_second);

}  // namespace dunlin::encrypt
