#pragma once

#include <string>

#include "model/Finding.hpp"
#include "report/Sources.hpp"

namespace dunlin::report {

/// Findings as a JUnit report: a test suite per file with something to say, a failed test per error or
/// warning, a passed one per note, a skipped one for what wasn't analysed. With nothing to say, one passed
/// test.
std::string write_junit(const model::Findings& findings, const Sources& sources);

}  // namespace dunlin::report
