#include "cli/transfer/PhaseLog.hpp"

#include <fmt/format.h>
#include <vector>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/NewMigration.hpp"

namespace dunlin::cli {
namespace {

using transfer::CheckState;

Style style_of(CheckState state) {
  switch (state) {
    case CheckState::ok: return Style::good;
    case CheckState::note: return Style::faint;
    case CheckState::warning: return Style::warning;
    case CheckState::refused: return Style::bad;
  }
  return Style::plain;
}

// A server's message may have several lines.
std::string one_line(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto line : split_lines(text)) lines.emplace_back(trim(line));
  return printable(join(lines, "; "));
}

}  // namespace

PhaseLog::PhaseLog(Screen& screen, const std::filesystem::path& file) : screen_(screen) {
  std::filesystem::create_directories(file.parent_path());
  file_.open(file, std::ios::app);
  if (!file_)
    throw Error(ErrorCode::failed, printable(file.string()) + " can't be written",
                "name another folder: [transfer] directory in dunlin.toml");
}

void PhaseLog::record(std::string_view text) {
  if (file_.is_open()) file_ << utc_now("%Y-%m-%dT%H:%M:%SZ ") << text << std::endl;
}

void PhaseLog::title(std::string_view text) {
  record(text);
  screen_.line("");
  screen_.line(screen_.styled(text, Style::strong));
}

void PhaseLog::line(std::string_view text, Style style) {
  record(text);
  screen_.line(screen_.styled(text, style));
}

void PhaseLog::check(const transfer::Check& check) {
  const auto word = to_string(check.state);
  const std::string result = one_line(check.result), hint = one_line(check.hint);
  record(fmt::format("  {:<8} {:<20} {}{}", word, check.name, result, hint.empty() ? "" : " | " + hint));
  screen_.line(fmt::format("  {} {:<20} {}",
                           screen_.styled(fmt::format("{:<8}", word), style_of(check.state)), check.name,
                           result));
  if (!hint.empty())
    screen_.line(fmt::format("  {:<8} {:<20} {}", "", "", screen_.styled(hint, Style::faint)));
}

}  // namespace dunlin::cli
