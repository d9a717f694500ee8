#include "report/Tap.hpp"

#include <cctype>
#include <fmt/format.h>

#include "base/Json.hpp"
#include "base/Text.hpp"

namespace dunlin::report {
namespace {

using model::TestResult;

// TAP 14 "Escaping", which readers of 13 take as well: \ and # are written as \\ and \#.
std::string tap_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '\\' || c == '#') out += '\\';
    out += c;
  }
  return out;
}

// A JSON string on one line is a YAML string too.
std::string yaml_line(const char* key, const std::string& value) {
  return fmt::format("  {}: {}\n", key, Json(printable(value, true)).dump(-1));
}

std::string line_of(std::size_t number, const TestResult& result) {
  const std::string name = tap_text(result.suite.empty() ? result.name : result.suite + ": " + result.name);
  switch (result.state) {
    case TestResult::State::passed: return fmt::format("ok {} - {}\n", number, name);
    case TestResult::State::skipped:
      return fmt::format("ok {} - {} # SKIP {}\n", number, name, tap_text(result.message));
    case TestResult::State::failed: break;
  }
  return fmt::format("not ok {} - {}\n  ---\n{}{}  ...\n", number, name, yaml_line("message", result.message),
                     result.details.empty() ? "" : yaml_line("details", result.details));
}

}  // namespace

std::string write_tap(const model::TestRun& run) {
  std::string out = fmt::format("TAP version 13\n1..{}\n# {}\n", run.results.size(), printable(run.name));
  for (std::size_t i = 0; i < run.results.size(); ++i) out += line_of(i + 1, run.results[i]);
  return out;
}

}  // namespace dunlin::report
