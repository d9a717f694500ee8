#include "sql/CopyData.hpp"

#include <algorithm>

#include "sql/Lexer.hpp"

namespace dunlin::sql {
namespace {

// Where the line after `\.` begins when `at` is a line with nothing else, or npos.
std::size_t skip_end_mark(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\\.") return std::string_view::npos;
  at += 2;
  if (text.substr(at, 1) == "\r") ++at;
  if (at >= text.size()) return text.size();
  return text[at] == '\n' ? at + 1 : std::string_view::npos;
}

}  // namespace

CopyData find_copy_data(std::string_view text, std::size_t behind) {
  CopyData data;
  const std::size_t line_end = std::min(text.find('\n', behind), text.size());
  const Token rest = Lexer(text.substr(0, line_end), behind).next();
  if (rest.kind != TokenKind::end && rest.kind != TokenKind::line_comment) {
    data.misplaced = rest.offset;
    return data;
  }
  if (line_end == text.size()) {
    data.end = line_end;
    return data;
  }
  data.offset = line_end + 1;
  // A search for "\n\." is a search for line ends in the C library: as fast as memory.
  for (std::size_t at = line_end; at != std::string_view::npos; at = text.find("\n\\.", at + 1)) {
    const std::size_t next = skip_end_mark(text, at + 1);
    if (next == std::string_view::npos) continue;
    data.length = at + 1 - data.offset;
    data.end = next;
    return data;
  }
  data.length = text.size() - data.offset;
  data.end = text.size();
  return data;
}

}  // namespace dunlin::sql
