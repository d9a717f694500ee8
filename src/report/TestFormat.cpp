#include "report/TestFormat.hpp"

#include <algorithm>

#include "base/Text.hpp"
#include "report/Html.hpp"
#include "report/Markdown.hpp"
#include "report/Tap.hpp"
#include "report/TestJUnit.hpp"

namespace dunlin::report {
namespace {

std::string test_text(const TestReport& report, const TextOptions& options) {
  return write_text(report.document, options);
}
std::string test_json(const TestReport& report, const TextOptions&) {
  return report.json.dump() + "\n";
}
std::string test_markdown(const TestReport& report, const TextOptions&) {
  return write_markdown(report.document);
}
std::string test_html(const TestReport& report, const TextOptions&) {
  return write_html(report.document);
}
std::string test_junit(const TestReport& report, const TextOptions&) {
  return write_test_junit(report.run);
}
std::string test_tap(const TestReport& report, const TextOptions&) {
  return write_tap(report.run);
}

}  // namespace

const std::vector<TestFormat>& test_formats() {
  static const std::vector<TestFormat> k_formats{
      {"text", ".txt", test_text},  {"json", ".json", test_json},  {"markdown", ".md", test_markdown},
      {"html", ".html", test_html}, {"junit", ".xml", test_junit}, {"tap", ".tap", test_tap},
  };
  return k_formats;
}

const TestFormat* find_test_format(std::string_view name) {
  const auto& formats = test_formats();
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const auto& format) { return name == format.name; });
  return found != formats.end() ? &*found : nullptr;
}

const TestFormat& test_format_of_file(std::string_view path) {
  const std::string lower = to_lower(path);
  for (const TestFormat& format : test_formats())
    if (lower.ends_with(format.ending)) return format;
  return test_formats().front();
}

}  // namespace dunlin::report
