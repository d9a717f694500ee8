#pragma once

#include <string>

#include "base/Json.hpp"
#include "model/Finding.hpp"
#include "report/Sources.hpp"

namespace dunlin::report {

/// Findings for programs: {"findings": [...], "not_analysed": [...], "summary": {...}} (docs/json.md).
Json findings_json(const model::Findings& findings, const Sources& sources);

/// The same as text.
std::string write_findings_json(const model::Findings& findings, const Sources& sources);

}  // namespace dunlin::report
