#include "cli/TestOutput.hpp"

#include <cstdio>
#include <fmt/format.h>

#include "base/File.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

const report::TestFormat& text_format() {
  return report::test_formats().front();
}

const report::TestFormat& chosen_format(const Invocation& invocation) {
  const auto* format = report::find_test_format(invocation.format);
  return format != nullptr ? *format : text_format();
}

}  // namespace

bool shows_text(const Invocation& invocation) {
  return invocation.output || &chosen_format(invocation) == &text_format();
}

void show_test_report(const report::TestReport& report, const Invocation& invocation, Screen& screen) {
  screen.json(report.json);
  const report::TextOptions options{screen.options().color, static_cast<std::size_t>(screen.options().width)};
  if (shows_text(invocation)) {
    screen.line(trim(text_format().write(report, options)));
  } else if (!screen.options().json) {
    screen.print(chosen_format(invocation).write(report, options));
  }
}

void note_beside_report(std::string_view text, const Invocation& invocation, Screen& screen) {
  if (shows_text(invocation)) {
    screen.note(text);
  } else if (!screen.options().quiet && !screen.options().json) {
    fmt::print(stderr, "{}\n", text);
  }
}

void keep_test_report(const report::TestReport& report, const Invocation& invocation, Screen& screen) {
  if (!invocation.output) return;
  const auto& format =
      invocation.format.empty() ? report::test_format_of_file(*invocation.output) : chosen_format(invocation);
  write_file(*invocation.output, format.write(report, {}));
  screen.note(fmt::format("report: {} ({})", printable(*invocation.output), format.name));
}

}  // namespace dunlin::cli
