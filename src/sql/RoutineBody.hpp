#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sql/Lexer.hpp"

namespace dunlin::sql {

/// Follows the tokens of one statement and knows when they are inside of a BEGIN ATOMIC ... END body, where a
/// semicolon doesn't end the statement. Like psql it watches CREATE [OR REPLACE] FUNCTION and PROCEDURE only
/// and counts BEGIN, CASE and END; unlike psql it wants ATOMIC behind the first BEGIN and passes over names
/// such as `AS "end"` and `AS end`.
class RoutineBody {
 public:
  /// Takes the statement's next token, outside of parentheses.
  void add(std::string_view text, const Token& token);
  bool inside() const { return depth_ > 0; }
  /// Where the outermost body began.
  std::size_t begin() const { return begin_; }

 private:
  enum class Head : std::uint8_t { empty, create, create_or, create_or_replace, routine, other };
  void add_to_head(std::string_view text, const Token& token);
  void add_to_body(std::string_view text, const Token& token);

  Head head_ = Head::empty;
  Token previous_;
  std::size_t depth_ = 0;
  std::size_t begin_ = 0;
};

}  // namespace dunlin::sql
