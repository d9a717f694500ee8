#include "rehearse/consolidate/InLists.hpp"

#include <string_view>

namespace dunlin::rehearse {
namespace {

constexpr std::string_view k_cast = "::text", k_end = "])::text[])";

// Where the array's text ends, outside of quotes.
std::size_t end_of_array(const std::string& text, std::size_t at) {
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '\'') quoted = !quoted;
    if (!quoted && text[at] == ']')
      return text.compare(at, k_end.size(), k_end) == 0 ? at : std::string::npos;
  }
  return std::string::npos;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
    const bool is_cast = at >= k_cast.size() &&
                         text.compare(at - k_cast.size(), k_cast.size(), k_cast) == 0 && at > k_cast.size() &&
                         text[at - k_cast.size() - 1] == ')';
    const std::size_t array = at + from.size(), end = is_cast ? end_of_array(text, array) : std::string::npos;
    if (end == std::string::npos) continue;
    const std::string elements = text.substr(array, end - array);
    if (elements.find("'::character varying") == std::string::npos) continue;
    const std::size_t begin = at - k_cast.size();
    text.replace(begin, end + k_end.size() - begin, std::string(to) + elements + ")");
    at = begin;
  }
}

}  // namespace

std::string with_in_lists(std::string text) {
  replace(text, " = ANY ((ARRAY[", " IN (");
  replace(text, " <> ALL ((ARRAY[", " NOT IN (");
  return text;
}

}  // namespace dunlin::rehearse
