#pragma once

#include <string>

#include "model/Finding.hpp"
#include "report/Sources.hpp"

namespace dunlin::report {

/// Findings as workflow commands of GitHub Actions, which show them beside the lines of a pull request:
/// "::error file=...,line=...::message" (GitHub docs, "Workflow commands for GitHub Actions"). The summary
/// line follows, for the log.
std::string write_github(const model::Findings& findings, const Sources& sources);

}  // namespace dunlin::report
