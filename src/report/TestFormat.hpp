#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/Json.hpp"
#include "model/Document.hpp"
#include "model/TestRun.hpp"
#include "report/Text.hpp"

namespace dunlin::report {

/// What a test found, in the three shapes that formats are written from.
struct TestReport {
  model::Document document;  ///< for people
  Json json;                 ///< for programs (docs/json.md)
  model::TestRun run;        ///< for CI servers
};

/// A way to write what a test found: `--format NAME`.
struct TestFormat {
  const char* name;
  const char* ending;  ///< of files that are written so: ".xml"
  std::string (*write)(const TestReport&, const TextOptions&);
};

/// All formats, text first. A new one is a file with its writer and a row here.
const std::vector<TestFormat>& test_formats();
/// The format of that name, or nullptr.
const TestFormat* find_test_format(std::string_view name);
/// The format that a file called so is written in: by its ending, text where that says nothing.
const TestFormat& test_format_of_file(std::string_view path);

}  // namespace dunlin::report
