#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/Finding.hpp"
#include "report/RuleText.hpp"
#include "report/Sources.hpp"

namespace dunlin::report {

/// What some formats need beside the findings.
struct FindingsContext {
  bool color = false;           ///< text
  std::size_t width = 100;      ///< text
  std::string version;          ///< SARIF: of dunlin
  std::vector<RuleText> rules;  ///< SARIF: all that can fire
};

/// A way to write findings: `dunlin lint --format NAME`.
struct FindingsFormat {
  const char* name;
  const char* summary;
  std::string (*write)(const model::Findings&, const Sources&, const FindingsContext&);
};

/// All formats, text first. A new one is a file with its writer and a row here.
const std::vector<FindingsFormat>& findings_formats();
/// The format of that name, or nullptr.
const FindingsFormat* find_findings_format(std::string_view name);

}  // namespace dunlin::report
