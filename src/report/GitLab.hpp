#pragma once

#include <string>

#include "model/Finding.hpp"
#include "report/Sources.hpp"

namespace dunlin::report {

/// Findings as a code quality report of GitLab (GitLab docs, "Code Quality", "Code Quality report format").
/// An error is critical, a warning major, a note info.
std::string write_gitlab(const model::Findings& findings, const Sources& sources);

}  // namespace dunlin::report
