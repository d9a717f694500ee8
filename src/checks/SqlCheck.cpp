#include "checks/SqlCheck.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "checks/CheckFiles.hpp"

namespace dunlin::checks {
namespace {

constexpr std::array<std::string_view, 5> k_states{"ok", "skipped", "warn", "critical", "error"};

// "15" -> 150000
int server_number(std::string_view text) {
  int major = 0;
  std::from_chars(text.data(), text.data() + text.size(), major);
  return major * 10'000;
}

// Takes a line `-- key: value`; false when the header has ended.
bool take_header_line(std::string_view line, SqlCheck& check) {
  if (!line.starts_with("-- ")) return false;
  line.remove_prefix(3);
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos) return true;
  const std::string_view key = line.substr(0, colon);
  const std::string_view value = trim(line.substr(colon + 2));
  if (key == "title") check.title = value;
  if (key == "reference") check.reference = value;
  if (key == "minimum_server") check.minimum_server = server_number(value);
  return true;
}

}  // namespace

std::string_view to_string(State state) {
  return k_states.at(static_cast<std::size_t>(state));
}

std::optional<State> parse_state(std::string_view word) {
  for (std::size_t i = 0; i < k_states.size(); ++i)
    if (k_states.at(i) == word) return static_cast<State>(i);
  return std::nullopt;
}

SqlCheck parse_check(const CheckFile& file) {
  SqlCheck check{.topic = std::string(file.topic), .name = std::string(file.name)};
  std::size_t at = 0;
  while (at < file.text.size()) {
    const auto end = std::min(file.text.find('\n', at), file.text.size());
    if (!take_header_line(file.text.substr(at, end - at), check)) break;
    at = end + 1;
  }
  check.query = at < file.text.size() ? trim(file.text.substr(at)) : std::string_view();
  if (check.query.ends_with(';')) check.query.pop_back();
  if (check.title.empty() || check.query.empty())
    throw Error(ErrorCode::failed,
                fmt::format("checks/{}/{}.sql has no title or no query", file.topic, file.name));
  return check;
}

std::vector<SqlCheck> checks_of(std::string_view topic) {
  std::vector<SqlCheck> checks;
  for (const CheckFile& file : check_files())
    if (file.topic == topic) checks.push_back(parse_check(file));
  return checks;
}

}  // namespace dunlin::checks
