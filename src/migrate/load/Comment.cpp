#include "migrate/load/Comment.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::string_view k_white_space = " \t\r\n\f\v";

// End of the block comment that begins at `at`; PostgreSQL's nest.
std::size_t block_end(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at + 1 < text.size()) {
    const auto pair = text.substr(at, 2);
    if (pair == "/*") ++depth;
    if (pair == "*/") --depth;
    at += pair == "/*" || pair == "*/" ? 2 : 1;
    if (depth == 0) return at;
  }
  return text.size();
}

void add_line(std::string_view text, std::size_t begin, std::size_t end, bool after_gap,
              std::vector<CommentLine>& lines) {
  if (begin < end && text[begin] == ' ') ++begin;
  auto content = text.substr(begin, end - begin);
  const auto last = content.find_last_not_of(k_white_space);
  content = content.substr(0, last == std::string_view::npos ? 0 : last + 1);
  lines.push_back({content, begin, after_gap});
}

// The lines inside /* ... */, each without a leading " * ".
void add_block(std::string_view text, std::size_t begin, std::size_t end, bool after_gap,
               std::vector<CommentLine>& lines) {
  while (begin <= end) {
    const std::size_t stop = std::min(text.find('\n', begin), end);
    std::size_t first = std::min(text.find_first_not_of(" \t", begin), stop);
    const bool starred = first < stop && text[first] == '*';
    while (starred && first < stop && text[first] == '*') ++first;
    add_line(text, starred ? first : std::min(begin, stop), stop, after_gap, lines);
    after_gap = false;
    begin = stop + 1;
  }
}

// Where the block comment that ends at `end` begins, when it is alone on its first line; npos otherwise.
std::size_t block_begin(std::string_view text, std::size_t end) {
  const auto open = text.rfind("/*", end - 2);
  if (open == std::string_view::npos || block_end(text, open) != end) return std::string_view::npos;
  const auto newline = open == 0 ? std::string_view::npos : text.rfind('\n', open - 1);
  const std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;
  return trim(text.substr(line, open - line)).empty() ? line : std::string_view::npos;
}

}  // namespace

std::vector<CommentLine> leading_comments(std::string_view text) {
  std::vector<CommentLine> lines;
  std::size_t at = 0;
  while (true) {
    const auto begin = text.find_first_not_of(k_white_space, at);
    if (begin == std::string_view::npos) return lines;
    const auto gap = text.substr(at, begin - at);
    const bool after_gap = !lines.empty() && std::count(gap.begin(), gap.end(), '\n') > 0;
    const auto mark = text.substr(begin, 2);
    if (mark == "--") {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      add_line(text, begin + 2, end, after_gap, lines);
      at = std::min(end + 1, text.size());
    } else if (mark == "/*") {
      at = block_end(text, begin);
      add_block(text, begin + 2, std::max(begin + 2, at - std::min<std::size_t>(at, 2)), after_gap, lines);
      if (at < text.size() && text[at] == '\n') ++at;
    } else {
      return lines;
    }
  }
}

std::vector<CommentLine> trailing_comments(std::string_view text) {
  std::size_t begin = text.size();
  while (true) {
    const auto last = text.substr(0, begin).find_last_not_of(k_white_space);
    if (last == std::string_view::npos) break;
    const std::size_t end = last + 1;
    if (end >= 4 && text.substr(end - 2, 2) == "*/") {
      if (const auto block = block_begin(text, end); block != std::string_view::npos) {
        begin = block;
        continue;
      }
    }
    const auto newline = text.substr(0, end).rfind('\n');
    const std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;
    if (!trim(text.substr(line, end - line)).starts_with("--")) break;
    begin = line;
  }
  auto lines = leading_comments(text.substr(begin));
  for (auto& line : lines) line.offset += begin;
  return lines;
}

}  // namespace dunlin::migrate
