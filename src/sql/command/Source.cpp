#include "sql/command/Source.hpp"

#include <algorithm>

namespace dunlin::sql {

Source::Source(std::string_view text) : text_(text) {
  tokens_.reserve(text.size() / 6);
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next())
    if (token.kind != TokenKind::line_comment && token.kind != TokenKind::block_comment)
      tokens_.push_back(token);
}

std::size_t Source::token_at(std::size_t offset) const {
  const auto found = std::lower_bound(tokens_.begin(), tokens_.end(), offset,
                                      [](const Token& token, std::size_t at) { return token.offset < at; });
  return static_cast<std::size_t>(found - tokens_.begin());
}

bool Source::is(std::size_t token, std::string_view word) const {
  return token < tokens_.size() && is_word(text_, tokens_[token], word);
}

bool Source::is(std::size_t token, char symbol) const {
  return token < tokens_.size() && tokens_[token].length == 1 && text_[tokens_[token].offset] == symbol;
}

std::size_t Source::behind_group(std::size_t token) const {
  int depth = 0;
  for (std::size_t i = token; i < tokens_.size(); ++i) {
    if (is(i, '(') || is(i, '[')) ++depth;
    if (is(i, ')') || is(i, ']')) --depth;
    if (depth <= 0) return i + 1;
  }
  return tokens_.size();
}

std::size_t Source::find_word(std::size_t token, std::string_view word) const {
  for (std::size_t i = token; i < tokens_.size(); i = behind_group(i))
    if (is(i, word)) return i;
  return tokens_.size();
}

model::Range Source::range(std::size_t first, std::size_t last) const {
  if (first >= last || first >= tokens_.size()) return {};
  const std::size_t end = tokens_[std::min(last, tokens_.size()) - 1].end();
  return {tokens_[first].offset, end - tokens_[first].offset};
}

std::vector<model::Range> Source::pieces(std::size_t first) const {
  std::vector<model::Range> found;
  std::size_t begin = first;
  std::size_t i = first;
  while (i < tokens_.size() && !is(i, ')') && !is(i, ';')) {
    if (is(i, ',')) {
      found.push_back(range(begin, i));
      begin = i + 1;
    }
    i = behind_group(i);
  }
  if (i > begin) found.push_back(range(begin, i));
  return found;
}

model::Range Source::group_content(std::size_t token) const {
  while (token < tokens_.size() && !is(token, '(')) ++token;
  if (token >= tokens_.size()) return {};
  return range(token + 1, behind_group(token) - 1);
}

}  // namespace dunlin::sql
