#include "migrate/load/Marker.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::string_view k_blanks = " \t\f\v\r";

std::string_view skip(std::string_view text, std::string_view characters) {
  const auto first = text.find_first_not_of(characters);
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

bool begins_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size() || !equal_ignoring_case(text.substr(0, word.size()), word)) return false;
  return text.size() == word.size() || k_blanks.find(text[word.size()]) != std::string_view::npos;
}

}  // namespace

std::vector<Marker> find_markers(std::string_view text, std::initializer_list<std::string_view> words) {
  std::vector<Marker> markers;
  for (std::size_t at = 0; (at = text.find("--", at)) != std::string_view::npos;) {
    const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    const std::size_t end = std::min(stop + 1, text.size());
    const bool first_on_line =
        text.substr(begin, at - begin).find_first_not_of(k_blanks) == std::string_view::npos;
    const std::string_view rest =
        first_on_line ? skip(text.substr(at, stop - at), " \t-") : std::string_view{};
    for (const auto word : words) {
      if (!begins_with_word(rest, word)) continue;
      markers.push_back({begin, end, at != begin, word, trim(rest.substr(word.size()))});
    }
    at = end;
  }
  return markers;
}

bool only_comments(std::string_view text) {
  for (const auto line : split_lines(text)) {
    const auto content = trim(line);
    if (!content.empty() && !content.starts_with("--")) return false;
  }
  return true;
}

}  // namespace dunlin::migrate
