#pragma once

#include <string>

#include "model/TestRun.hpp"

namespace dunlin::report {

/// A run of tests in the Test Anything Protocol (version 13, which prove reads too): a line a test, skipped
/// ones as directives, why a test failed as a YAML block. A name can't end its line, nor begin a directive.
std::string write_tap(const model::TestRun& run);

}  // namespace dunlin::report
