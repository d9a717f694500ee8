#include "packs/QuoteState.hpp"

#include <cctype>

namespace dunlin::packs {
namespace {

bool is_of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

std::optional<Placeholder> find_placeholder(std::string_view line, std::size_t from) {
  for (auto begin = line.find("{{", from); begin != std::string_view::npos;
       begin = line.find("{{", begin + 1)) {
    auto at = begin + 2;
    while (at < line.size() && is_of_name(line[at])) ++at;
    Placeholder place{begin, 0, std::string(line.substr(begin + 2, at - begin - 2)), ""};
    if (place.name.empty() || std::isdigit(static_cast<unsigned char>(place.name[0])) != 0) continue;
    if (at < line.size() && line[at] == '|') {
      const auto filter = ++at;
      while (at < line.size() && is_of_name(line[at])) ++at;
      place.filter = std::string(line.substr(filter, at - filter));
    }
    if (line.substr(at, 2) != "}}") continue;
    place.end = at + 2;
    return place;
  }
  return std::nullopt;
}

std::size_t QuoteState::read_quoted(std::string_view text, std::size_t at) {
  if (quote_ == '*') {
    if (text.substr(at, 2) != "*/") return at + 1;
    quote_ = '\0';
    return at + 2;
  }
  if (backslashes_ && text[at] == '\\') return at + 2;
  if (text[at] == quote_) quote_ = '\0';  // a doubled one is left and entered again
  return at + 1;
}

std::size_t QuoteState::read_code(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (text.substr(at, 2) == "--") {
    line_comment_ = true;
    return text.size();
  }
  if (text.substr(at, 2) == "/*") {
    quote_ = '*';
    return at + 2;
  }
  if (c == '\'' || c == '"') {
    const bool prefixed = at > 0 && (text[at - 1] == 'E' || text[at - 1] == 'e');
    backslashes_ = c == '\'' && prefixed && (at < 2 || !is_of_name(text[at - 2]));
    quote_ = c;
  }
  return at + 1;
}

void QuoteState::read(std::string_view text) {
  for (std::size_t at = 0; at < text.size() && !line_comment_;)
    at = quote_ != '\0' ? read_quoted(text, at) : read_code(text, at);
}

void QuoteState::end_line() {
  line_comment_ = false;
}

}  // namespace dunlin::packs
