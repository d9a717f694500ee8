#include "sql/TokenStream.hpp"

#include <utility>

namespace dunlin::sql {

void TokenStream::advance() {
  do {
    current_ = lexer_.next();
  } while (current_.kind == TokenKind::line_comment || current_.kind == TokenKind::block_comment);
}

Token TokenStream::ahead() const {
  TokenStream copy = *this;
  copy.advance();
  return copy.current_;
}

bool TokenStream::accept(std::string_view word) {
  if (!at(word)) return false;
  advance();
  return true;
}

bool TokenStream::accept(char symbol) {
  if (!at(symbol)) return false;
  advance();
  return true;
}

bool TokenStream::accept_words(std::string_view first, std::string_view second, std::string_view third) {
  TokenStream copy = *this;
  if (!copy.accept(first) || !copy.accept(second) || (!third.empty() && !copy.accept(third))) return false;
  *this = copy;
  return true;
}

std::optional<QualifiedName> TokenStream::accept_name() {
  if (!at_name()) return std::nullopt;
  QualifiedName name{"", name_value(text())};
  advance();
  while (at('.')) {
    advance();
    if (!at_name()) break;
    name.schema = std::exchange(name.name, name_value(text()));
    advance();
  }
  return name;
}

void TokenStream::skip_parentheses() {
  if (!at('(')) return;
  std::size_t depth = 0;
  do {
    if (at('(')) ++depth;
    if (at(')')) --depth;
    advance();
  } while (depth > 0 && !at_end());
}

}  // namespace dunlin::sql
