#pragma once

#include <optional>
#include <string_view>

#include "sql/IndexStatement.hpp"
#include "sql/Lexer.hpp"

namespace dunlin::sql {

/// The tokens of one statement without its comments, read from left to right with one token in view.
class TokenStream {
 public:
  explicit TokenStream(std::string_view text) : text_(text), lexer_(text) { advance(); }

  const Token& current() const { return current_; }
  std::string_view text() const { return text_.substr(current_.offset, current_.length); }
  /// The token behind the current one.
  Token ahead() const;
  bool at_end() const { return current_.kind == TokenKind::end; }
  void advance();

  /// True when the current token is this keyword (given in lower case).
  bool at(std::string_view word) const { return is_word(text_, current_, word); }
  bool at(char symbol) const { return current_.length == 1 && text_[current_.offset] == symbol; }
  /// Steps over the keyword or symbol; false and no step when something else is there.
  bool accept(std::string_view word);
  bool accept(char symbol);
  /// Steps over all of the words, or over none of them.
  bool accept_words(std::string_view first, std::string_view second, std::string_view third = {});
  /// Steps over `name`, `schema.name` or `database.schema.name`; nothing when no name is there.
  std::optional<QualifiedName> accept_name();
  /// Steps over a balanced (...), if one begins here.
  void skip_parentheses();

 private:
  bool at_name() const { return current_.kind == TokenKind::word || current_.kind == TokenKind::quoted_name; }

  std::string_view text_;
  Lexer lexer_;
  Token current_;
};

}  // namespace dunlin::sql
