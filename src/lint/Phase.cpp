#include "lint/Phase.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::lint {
namespace {

// Of the comment lines above the first statement, the value of `Phase:`; "" when there is none.
std::string_view phase_in_head(const File& file) {
  const std::size_t head = file.statements.empty() ? file.text.size() : file.statements.front().span.offset;
  for (std::string_view line : split_lines(file.text.substr(0, std::min(head, file.text.size())))) {
    line = trim(line);
    if (!line.starts_with("--")) continue;
    line = trim(line.substr(2));
    constexpr std::string_view k_phase = "phase:";
    if (line.size() > k_phase.size() && equal_ignoring_case(line.substr(0, k_phase.size()), k_phase))
      return trim(line.substr(k_phase.size()));
  }
  return {};
}

}  // namespace

bool is_contract_phase(const File& file) {
  const std::string_view phase = file.migration != nullptr && !file.migration->metadata.phase.empty()
                                     ? std::string_view(file.migration->metadata.phase)
                                     : phase_in_head(file);
  return to_lower(phase).find("contract") != std::string::npos;
}

model::Severity by_phase(const Scene& scene, model::Severity severity) {
  return is_contract_phase(scene.file()) ? std::min(severity, model::Severity::warning) : severity;
}

}  // namespace dunlin::lint
