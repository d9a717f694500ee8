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

// As many samples of one round as it has, drawn with replacement.
void draw(const std::vector<double>& round, std::mt19937& random, std::vector<double>& drawn) {
  if (round.empty()) return;
  std::uniform_int_distribution<std::size_t> pick(0, round.size() - 1);
  for (std::size_t i = 0; i < round.size(); ++i) drawn.push_back(round[pick(random)]);
}

double middle_of(std::vector<double>& drawn) {
  if (drawn.empty()) return 0;
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

std::vector<double> samples_of(const Rounds& rounds) {
  std::vector<double> samples;
  for (const auto& round : rounds) samples.insert(samples.end(), round.begin(), round.end());
  return samples;
}

Estimate change_of_median(const Rounds& before, const Rounds& after, unsigned seed) {
  const std::size_t rounds = std::min(before.size(), after.size());
  if (rounds == 0) return {};
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::size_t> pick(0, rounds - 1);
  std::vector<double> drawn_before, drawn_after, changes;
  changes.reserve(k_resamples);
  for (std::size_t i = 0; i < k_resamples; ++i) {
    drawn_before.clear();
    drawn_after.clear();
    for (std::size_t n = 0; n < rounds; ++n) {
      const std::size_t round = pick(random);
      draw(before[round], random, drawn_before);
      draw(after[round], random, drawn_after);
    }
    changes.push_back(change(middle_of(drawn_before), middle_of(drawn_after)));
  }
  std::sort(changes.begin(), changes.end());
  return {change(percentile(samples_of(before), 0.5), percentile(samples_of(after), 0.5)),
          sorted_percentile(changes, 0.025), sorted_percentile(changes, 0.975)};
}

}  // namespace dunlin::trial
