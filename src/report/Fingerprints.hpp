#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/Finding.hpp"
#include "report/Sources.hpp"

namespace dunlin::report {

/// What a finding is recognised by from run to run: equal statements of a file with the same finding are told
/// apart by their order.
struct Fingerprint {
  std::string hash;            ///< model::fingerprint
  std::size_t occurrence = 1;  ///< 1 for the first finding with this hash
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// The fingerprint of each finding, in their order.
std::vector<Fingerprint> fingerprints(const model::Findings& findings, const Sources& sources);

}  // namespace dunlin::report
