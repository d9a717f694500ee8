#pragma once

#include <string>

#include "model/TestRun.hpp"

namespace dunlin::report {

/// A run of tests as a JUnit report: suites in the order in which they come first.
std::string write_test_junit(const model::TestRun& run);

}  // namespace dunlin::report
