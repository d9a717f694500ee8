#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::model {

/// One test as CI servers count them.
struct TestResult {
  enum class State : std::uint8_t { passed, failed, skipped };
  std::string suite;  ///< what it belongs to: "public.documents"
  std::string name;   ///< "alice select public.documents"
  State state = State::passed;
  std::string message;  ///< why it failed, or was skipped; "" when it passed
  std::string details;  ///< more, in lines: keys, what to do
  friend bool operator==(const TestResult&, const TestResult&) = default;
};

/// What a run of tests came to.
struct TestRun {
  std::string name;  ///< "dunlin test rls"
  std::vector<TestResult> results;
  friend bool operator==(const TestRun&, const TestRun&) = default;
};

}  // namespace dunlin::model
