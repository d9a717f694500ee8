#include "report/JUnitXml.hpp"

#include <fmt/format.h>

#include "report/Html.hpp"

namespace dunlin::report {
namespace {

std::string counted_attributes(const JUnitCounts& counts) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", counts.tests,
                     counts.failures, counts.skipped);
}

}  // namespace

std::string escape_xml(std::string_view text, bool keep_lines) {
  std::string out = escape_html(text, keep_lines);
  for (const std::string_view noncharacter : {"\uFFFE", "\uFFFF"}) {
    for (auto at = out.find(noncharacter); at != std::string::npos; at = out.find(noncharacter, at))
      out.replace(at, noncharacter.size(), "\uFFFD");
  }
  return out;
}

std::string junit_case(std::string_view classname, std::string_view name, const std::string& outcome) {
  const std::string head =
      fmt::format("    <testcase name=\"{}\" classname=\"{}\"", escape_xml(name), escape_xml(classname));
  if (outcome.empty()) return head + "/>\n";
  return fmt::format("{}>\n      {}\n    </testcase>\n", head, outcome);
}

std::string junit_suite(std::string_view name, const JUnitCounts& counts, const std::string& cases) {
  return fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", escape_xml(name),
                     counted_attributes(counts), cases);
}

std::string junit_document(std::string_view name, const JUnitCounts& counts, const std::string& suites) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n{}</testsuites>\n",
      escape_xml(name), counted_attributes(counts), suites);
}

}  // namespace dunlin::report
