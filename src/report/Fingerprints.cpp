#include "report/Fingerprints.hpp"

#include <unordered_map>

#include "report/Excerpt.hpp"

namespace dunlin::report {

std::vector<Fingerprint> fingerprints(const model::Findings& findings, const Sources& sources) {
  std::vector<Fingerprint> out;
  out.reserve(findings.findings.size());
  std::unordered_map<std::string, std::size_t> seen;
  for (const auto& finding : findings.findings) {
    const auto source = sources ? sources(finding.span.file) : std::string_view();
    auto hash = fingerprint(finding, text_of(finding.span, source));
    const auto occurrence = ++seen[hash];
    out.push_back({std::move(hash), occurrence});
  }
  return out;
}

}  // namespace dunlin::report
