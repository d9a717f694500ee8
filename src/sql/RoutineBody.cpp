#include "sql/RoutineBody.hpp"

namespace dunlin::sql {

void RoutineBody::add(std::string_view text, const Token& token) {
  if (head_ == Head::other) return;
  if (head_ == Head::routine) {
    add_to_body(text, token);
    previous_ = token;
  } else {
    add_to_head(text, token);
  }
}

void RoutineBody::add_to_head(std::string_view text, const Token& token) {
  const bool routine = is_word(text, token, "function") || is_word(text, token, "procedure");
  Head next = Head::other;
  if (head_ == Head::empty && is_word(text, token, "create")) next = Head::create;
  if (head_ == Head::create && is_word(text, token, "or")) next = Head::create_or;
  if (head_ == Head::create_or && is_word(text, token, "replace")) next = Head::create_or_replace;
  if ((head_ == Head::create || head_ == Head::create_or_replace) && routine) next = Head::routine;
  head_ = next;
}

void RoutineBody::add_to_body(std::string_view text, const Token& token) {
  if (token.kind != TokenKind::word) return;
  if (depth_ == 0) {
    if (!is_word(text, token, "atomic") || !is_word(text, previous_, "begin")) return;
    depth_ = 1;
    begin_ = previous_.offset;
    return;
  }
  const bool name =
      is_word(text, previous_, "as") || (previous_.length == 1 && text[previous_.offset] == '.');
  if (name) return;
  if (is_word(text, token, "begin") || is_word(text, token, "case")) ++depth_;
  if (is_word(text, token, "end")) --depth_;
}

}  // namespace dunlin::sql
