#include "base/Secret.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin {
namespace {

// user:password@ of a URL. The last '@' before the path ends the user part: passwords may hold '@' when
// somebody forgot to escape it.
void redact_user_part(std::string& text) {
  const auto scheme = text.find("://");
  if (scheme == std::string::npos) return;
  const auto end = text.find_first_of("/?", scheme + 3);
  const auto at = text.rfind('@', end);
  const auto colon = text.find(':', scheme + 3);
  if (at == std::string::npos || at < scheme || colon == std::string::npos || colon > at) return;
  text.replace(colon + 1, at - colon - 1, "***");
}

// The end of a value that begins at `from`: a '...' string, or up to white space or the next parameter of a
// URL.
std::size_t end_of_value(const std::string& text, std::size_t from) {
  if (from >= text.size() || text[from] != '\'')
    return std::min(text.find_first_of(" \t\r\n&", from), text.size());
  for (std::size_t at = from + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '\'') {
      return at + 1;
    }
  }
  return text.size();
}

// password=..., sslpassword=...
void redact_parameters(std::string& text) {
  constexpr std::string_view k_word = "password";
  for (std::size_t at = to_lower(text).find(k_word); at != std::string::npos;
       at = to_lower(text).find(k_word, at)) {
    at += k_word.size();
    const auto equals = text.find_first_not_of(" \t", at);
    if (equals == std::string::npos || text[equals] != '=') continue;
    const auto value = std::min(text.find_first_not_of(" \t", equals + 1), text.size());
    text.replace(value, end_of_value(text, value) - value, "***");
    at = value;
  }
}

}  // namespace

std::string redact_connection_string(std::string_view text) {
  std::string out(text);
  redact_user_part(out);
  redact_parameters(out);
  return out;
}

}  // namespace dunlin
