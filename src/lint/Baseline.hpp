#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/Finding.hpp"
#include "report/Sources.hpp"

namespace dunlin::lint {

/// Findings that were there when a project began to lint, and that it lives with: dunlin-lint-baseline.json.
struct Baseline {
  struct Entry {
    std::string file;
    std::string rule;
    std::string fingerprint;  ///< model::fingerprint: it doesn't change when lines move
    std::size_t count = 1;    ///< how many findings of that fingerprint are accepted
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> entries;  ///< by file, rule and fingerprint
  friend bool operator==(const Baseline&, const Baseline&) = default;
};

/// The rule under which entries are reported that nothing needs any more.
inline constexpr std::string_view k_stale_baseline = "stale-baseline";

/// A baseline that accepts all of these findings.
Baseline make_baseline(const model::Findings& findings, const report::Sources& sources);

/// Reads a baseline file's text. Throws a usage Error that names what is wrong with it.
Baseline parse_baseline(std::string_view text);

/// The text of a baseline file: one line per entry, so that merges and reviews are easy.
std::string write_baseline(const Baseline& baseline);

/// The findings without those that the baseline accepts, which count as suppressed, and with a note for each
/// entry of `files` that accepts more than was found. Entries of other files weren't looked at, and stay.
model::Findings apply_baseline(model::Findings findings, const Baseline& baseline,
                               const report::Sources& sources, const std::vector<std::string>& files);

}  // namespace dunlin::lint
