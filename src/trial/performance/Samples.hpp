#pragma once

#include <cstddef>
#include <vector>

namespace dunlin::trial {

/// An estimate with the interval that holds the true value 95 times in 100.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

/// The value below which this share (0 to 1) of the samples lies, by linear interpolation. 0 for none.
double percentile(std::vector<double> samples, double share);

/// The median, with the interval between two order statistics (binomial distribution, normal approximation:
/// ranks n/2 -+ 0.98 sqrt n). No assumption about the distribution.
Estimate median_of(std::vector<double> samples);

/// The samples of each round: both sides of one were taken in the same moments of a machine.
using Rounds = std::vector<std::vector<double>>;

/// The samples of all rounds.
std::vector<double> samples_of(const Rounds& rounds);

/// How much the median changed, in percent of the one before (negative: faster), with the percentile
/// bootstrap's interval over 1,000 resamples: of the rounds, both sides of each together, and within them of
/// the samples. A moment in which the machine was busy doesn't pass for many samples that agree. `seed`
/// decides the resamples, so that a report can be made again.
Estimate change_of_median(const Rounds& before, const Rounds& after, unsigned seed = 1);

}  // namespace dunlin::trial
