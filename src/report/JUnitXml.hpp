#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dunlin::report {

/// Text that reads as itself in XML 1.0: as HTML does, and without the characters that XML allows in no
/// spelling (XML 1.0, 2.2). Line ends stay when `keep_lines`.
std::string escape_xml(std::string_view text, bool keep_lines = false);

/// Tests and what became of them, as <testsuite> and <testsuites> count them.
struct JUnitCounts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t skipped = 0;
  friend bool operator==(const JUnitCounts&, const JUnitCounts&) = default;
};

/// A <testcase>; `outcome` is the element inside of it, "" when it passed.
std::string junit_case(std::string_view classname, std::string_view name, const std::string& outcome);
/// A <testsuite> around its cases.
std::string junit_suite(std::string_view name, const JUnitCounts& counts, const std::string& cases);
/// The whole document around its suites.
std::string junit_document(std::string_view name, const JUnitCounts& counts, const std::string& suites);

}  // namespace dunlin::report
