#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "model/command/Expression.hpp"
#include "sql/Lexer.hpp"

namespace dunlin::sql {

/// A statement's text and its tokens without comments: the parse tree says where things begin, the tokens say
/// where they end.
class Source {
 public:
  explicit Source(std::string_view text);

  std::string_view text() const { return text_; }
  std::string_view text(model::Range range) const { return text_.substr(range.offset, range.length); }
  std::string_view text(const Token& token) const { return text_.substr(token.offset, token.length); }
  const std::vector<Token>& tokens() const { return tokens_; }

  /// Index of the first token at or behind `offset`; tokens().size() when there is none.
  std::size_t token_at(std::size_t offset) const;
  bool is(std::size_t token, std::string_view word) const;
  bool is(std::size_t token, char symbol) const;
  /// Index of the token behind the group (...) or [...] that begins at `token`; token + 1 when none begins
  /// there.
  std::size_t behind_group(std::size_t token) const;
  /// Index of the first token from `token` on, outside of parentheses, that is `word`; tokens().size() for
  /// none.
  std::size_t find_word(std::size_t token, std::string_view word) const;
  /// From the beginning of `first` to the end of the token before `last`.
  model::Range range(std::size_t first, std::size_t last) const;
  /// The pieces between commas outside of parentheses, from `first` until a `)` that closes a group opened
  /// before, a semicolon or the end.
  std::vector<model::Range> pieces(std::size_t first) const;
  /// What is inside the next (...) at or behind `token`; empty when there is none.
  model::Range group_content(std::size_t token) const;

 private:
  std::string_view text_;
  std::vector<Token> tokens_;
};

}  // namespace dunlin::sql
