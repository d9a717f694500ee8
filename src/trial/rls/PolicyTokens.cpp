#include "trial/rls/PolicyTokens.hpp"

namespace dunlin::trial {

std::string_view PolicyTokens::between(std::size_t first, std::size_t last) const {
  if (first >= last) return {};
  return text.substr(list[first].offset, list[last - 1].end() - list[first].offset);
}

std::size_t PolicyTokens::closing(std::size_t open) const {
  int depth = 0;
  for (std::size_t i = open; i < list.size(); ++i) {
    if (at(i) == "(") ++depth;
    if (at(i) == ")" && --depth == 0) return i;
  }
  return list.size();
}

PolicyTokens tokens_of(std::string_view text) {
  PolicyTokens tokens{.text = text, .list = {}};
  sql::Lexer lexer(text);
  for (sql::Token token = lexer.next(); token.kind != sql::TokenKind::end; token = lexer.next())
    tokens.list.push_back(token);
  return tokens;
}

TokenRange without_brackets(const PolicyTokens& tokens, TokenRange range) {
  while (range.last > range.first && tokens.at(range.first) == "(" &&
         tokens.closing(range.first) == range.last - 1) {
    ++range.first;
    --range.last;
  }
  return range;
}

std::vector<TokenRange> parts_joined_by(const PolicyTokens& tokens, TokenRange range,
                                        std::string_view joint) {
  const std::string_view other = joint == "and" ? "or" : "and";
  std::vector<TokenRange> parts;
  std::size_t begin = range.first;
  for (std::size_t i = range.first; i < range.last; ++i) {
    if (tokens.at(i) == "(") i = tokens.closing(i);
    if (tokens.word(i, other)) return {};
    if (!tokens.word(i, joint)) continue;
    parts.push_back(without_brackets(tokens, {begin, i}));
    begin = i + 1;
  }
  parts.push_back(without_brackets(tokens, {begin, range.last}));
  return parts;
}

}  // namespace dunlin::trial
