#include "transfer/cutover/Setting.hpp"

#include <utility>

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

// Where the quote that the value begins with ends.
std::size_t end_of_quote(std::string_view value) {
  for (std::size_t at = 1; at < value.size(); ++at) {
    if (value[at] == value.front()) return at;
    if (value[at] == '\\' && value.front() == '"') ++at;
  }
  return std::string_view::npos;
}

bool is_quoted(std::string_view value) {
  return !value.empty() && (value.front() == '"' || value.front() == '\'');
}

// Without its quotes; without them up to a comment.
std::string_view bare(std::string_view value) {
  if (is_quoted(value)) {
    const std::size_t end = end_of_quote(value);
    return value.substr(1, end == std::string_view::npos ? end : end - 1);
  }
  const std::size_t comment = value.find(" #");
  return trim(value.substr(0, comment));
}

// "database" of [database]; nothing for another line.
std::optional<std::string_view> section_in(std::string_view line) {
  line = trim(line.substr(0, line.find('#')));
  if (!line.starts_with('[') || !line.ends_with(']')) return std::nullopt;
  return trim(line.substr(1, line.size() - 2));
}

// The key as the section's own lines have it; nothing where the key is in another section.
std::optional<std::string_view> key_in_section(std::string_view key, std::string_view section) {
  if (section.empty() || !key.starts_with(section) || !key.substr(section.size()).starts_with('.'))
    return std::nullopt;
  return key.substr(section.size() + 1);
}

}  // namespace

std::vector<Setting> find_settings(std::string_view text, std::string_view key) {
  std::vector<Setting> found;
  std::string_view section;
  for (const std::string_view line : split_lines(text)) {
    if (const auto begun = section_in(line)) section = *begun;
    auto value = value_in(line, key);
    if (const auto own = key_in_section(key, section); own && !value) value = value_in(line, *own);
    if (!value) continue;
    const std::string_view inner = bare(*value);
    const auto begin = static_cast<std::size_t>(
        (inner.empty() && value->empty() ? line.data() + line.size() : inner.data()) - text.data());
    found.push_back({std::string(inner), begin, begin + inner.size(),
                     is_quoted(*value) && end_of_quote(*value) == std::string_view::npos});
  }
  return found;
}

std::optional<Setting> find_setting(std::string_view text, std::string_view key) {
  auto found = find_settings(text, key);
  if (found.empty()) return std::nullopt;
  return std::move(found.back());
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
