#include "sql/Nesting.hpp"

namespace dunlin::sql {

bool Nesting::add(std::string_view text, const Token& token) {
  if (token.kind == TokenKind::punctuation) {
    const char c = text[token.offset];
    if (c == ';' && depth_ == 0 && !body_.inside()) {
      body_ = {};
      return true;
    }
    if (c == '(' && depth_++ == 0) parenthesis_ = token.offset;
    if (c == ')' && depth_ > 0) --depth_;
  }
  if (depth_ == 0) body_.add(text, token);
  return false;
}

}  // namespace dunlin::sql
