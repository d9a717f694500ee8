#include "model/Finding.hpp"

#include <array>
#include <cctype>

#include "base/Hash.hpp"

namespace dunlin::model {

namespace {
constexpr std::array<std::string_view, 3> k_severities{"note", "warning", "error"};
constexpr std::array<std::string_view, 3> k_evidence{"static", "catalog", "measured"};
}  // namespace

std::string_view to_string(Severity severity) {
  return k_severities.at(static_cast<std::size_t>(severity));
}

std::optional<Severity> parse_severity(std::string_view word) {
  for (std::size_t i = 0; i < k_severities.size(); ++i)
    if (k_severities.at(i) == word) return static_cast<Severity>(i);
  return std::nullopt;
}

std::string_view to_string(Evidence evidence) {
  return k_evidence.at(static_cast<std::size_t>(evidence));
}

std::string fingerprint(const Finding& finding, std::string_view statement_text) {
  std::string key = finding.rule + '\0' + finding.span.file + '\0' + finding.object + '\0';
  bool space = false;
  for (const char c : statement_text) {
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      space = true;
      continue;
    }
    if (space) key += ' ';
    space = false;
    key += c;
  }
  return sha256(key).substr(0, 32);
}

}  // namespace dunlin::model
