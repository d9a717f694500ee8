#include "transfer/cutover/Setting.hpp"

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

std::string_view skip_word(std::string_view line, std::string_view word) {
  return line.starts_with(word) ? trim(line.substr(word.size())) : line;
}

// The value of a line that sets the key: what follows the =.
std::optional<std::string_view> value_in(std::string_view line, std::string_view key) {
  std::string_view rest = skip_word(trim(line), "export ");
  if (!rest.starts_with(key)) return std::nullopt;
  rest = trim(rest.substr(key.size()));
  if (!rest.starts_with('=')) return std::nullopt;
  return trim(rest.substr(1));
}

// Without its quotes; without them up to a comment.
std::string_view bare(std::string_view value) {
  if (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
    const std::size_t end = value.find(value.front(), 1);
    return value.substr(1, end == std::string_view::npos ? end : end - 1);
  }
  const std::size_t comment = value.find(" #");
  return trim(value.substr(0, comment));
}

}  // namespace

std::optional<Setting> find_setting(std::string_view text, std::string_view key) {
  std::optional<Setting> found;
  for (const std::string_view line : split_lines(text)) {
    const auto value = value_in(line, key);
    if (!value) continue;
    const std::string_view inner = bare(*value);
    const auto begin = static_cast<std::size_t>(
        (inner.empty() && value->empty() ? line.data() + line.size() : inner.data()) - text.data());
    found = Setting{std::string(inner), begin, begin + inner.size()};
  }
  return found;
}

std::string with_setting(std::string_view text, const Setting& setting, std::string_view value) {
  const bool quoted =
      setting.begin > 0 && (text[setting.begin - 1] == '"' || text[setting.begin - 1] == '\'');
  std::string out(text.substr(0, setting.begin));
  // Blanks and # would end an unquoted value.
  const bool needs_quotes = !quoted && value.find_first_of(" #'\t") != std::string_view::npos;
  if (needs_quotes) out += '"';
  out += value;
  if (needs_quotes) out += '"';
  out += text.substr(setting.end);
  return out;
}

}  // namespace dunlin::transfer
