#pragma once

#include <string>
#include <vector>

#include "model/Finding.hpp"
#include "report/RuleText.hpp"
#include "report/Sources.hpp"

namespace dunlin::report {

/// What the log says about the program that wrote it.
struct SarifTool {
  std::string version;
  std::vector<RuleText> rules;  ///< all that can fire; those of the findings are added if they aren't there
};

/// Findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020), for code scanning of GitHub and others. Columns
/// are counted in code points. Edits are fixes; what wasn't analysed is a notification of the invocation.
std::string write_sarif(const model::Findings& findings, const Sources& sources, const SarifTool& tool);

}  // namespace dunlin::report
