#include "trial/performance/Samples.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace dunlin::trial {
namespace {

constexpr std::size_t k_resamples = 1000;

double sorted_percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double median_of_resample(const std::vector<double>& samples, std::mt19937& random,
                          std::vector<double>& drawn) {
  std::uniform_int_distribution<std::size_t> pick(0, samples.size() - 1);
  drawn.resize(samples.size());
  for (double& value : drawn) value = samples[pick(random)];
  const auto middle = drawn.begin() + static_cast<std::ptrdiff_t>(drawn.size() / 2);
  std::nth_element(drawn.begin(), middle, drawn.end());
  return *middle;
}

double change(double before, double after) {
  return before > 0 ? (after - before) / before * 100 : 0;
}

}  // namespace

double percentile(std::vector<double> samples, double share) {
  std::sort(samples.begin(), samples.end());
  return sorted_percentile(samples, share);
}

Estimate median_of(std::vector<double> samples) {
  if (samples.empty()) return {};
  std::sort(samples.begin(), samples.end());
  const auto n = static_cast<double>(samples.size());
  const double half = 0.98 * std::sqrt(n);  // 1.96 / 2
  const auto clamp = [&](double rank) { return static_cast<std::size_t>(std::clamp(rank, 0.0, n - 1)); };
  return {sorted_percentile(samples, 0.5), samples[clamp(std::floor(n / 2 - half))],
          samples[clamp(std::ceil(n / 2 + half))]};
}

Estimate change_of_median(const std::vector<double>& before, const std::vector<double>& after,
                          unsigned seed) {
  if (before.empty() || after.empty()) return {};
  std::mt19937 random(seed);
  std::vector<double> drawn, changes;
  changes.reserve(k_resamples);
  for (std::size_t i = 0; i < k_resamples; ++i) {
    const double one = median_of_resample(before, random, drawn);
    changes.push_back(change(one, median_of_resample(after, random, drawn)));
  }
  std::sort(changes.begin(), changes.end());
  return {change(percentile(before, 0.5), percentile(after, 0.5)), sorted_percentile(changes, 0.025),
          sorted_percentile(changes, 0.975)};
}

}  // namespace dunlin::trial
