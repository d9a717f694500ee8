#include "encrypt/BatchPace.hpp"

#include <algorithm>

namespace dunlin::encrypt {

void BatchPace::learn(std::int64_t rows, std::chrono::microseconds took) {
  if (rows <= 0) return;
  const auto micros = std::max<std::int64_t>(took.count(), 1);
  const auto fitting = rows * std::chrono::microseconds(target_).count() / micros;
  rows_ = std::clamp(std::clamp(fitting, rows_ / 2, rows_ * 2), k_fewest, k_most);
}

void BatchPace::give_way() {
  rows_ = std::max(k_fewest, rows_ / 2);
}

std::chrono::milliseconds pause_for_rate(std::int64_t rows, std::chrono::milliseconds elapsed,
                                         std::int64_t per_second) {
  if (per_second <= 0) return std::chrono::milliseconds(0);
  const std::chrono::milliseconds earliest(rows * 1000 / per_second);
  return std::max(std::chrono::milliseconds(0), earliest - elapsed);
}

}  // namespace dunlin::encrypt
