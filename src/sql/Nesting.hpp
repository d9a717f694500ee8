#pragma once

#include <cstddef>
#include <string_view>

#include "sql/Lexer.hpp"
#include "sql/RoutineBody.hpp"

namespace dunlin::sql {

/// Follows the tokens of a statement and knows which semicolon ends it: none in parentheses or in an atomic
/// body.
class Nesting {
 public:
  /// Takes the statement's next token that isn't a comment; true when it is the semicolon that ends the
  /// statement. After that the next statement begins.
  bool add(std::string_view text, const Token& token);
  bool in_parentheses() const { return depth_ > 0; }
  /// Where the outermost open parenthesis is.
  std::size_t parenthesis() const { return parenthesis_; }
  const RoutineBody& body() const { return body_; }

 private:
  std::size_t depth_ = 0;
  std::size_t parenthesis_ = 0;
  RoutineBody body_;
};

}  // namespace dunlin::sql
