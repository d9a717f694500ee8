#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sql/Lexer.hpp"

namespace dunlin::trial {

/// A policy's condition as tokens, with the text that they are places of. The text must outlive it.
struct PolicyTokens {
  std::string_view text;
  std::vector<sql::Token> list;

  std::string_view at(std::size_t i) const {
    return i < list.size() ? text.substr(list[i].offset, list[i].length) : std::string_view();
  }
  bool word(std::size_t i, std::string_view lower) const {
    return i < list.size() && sql::is_word(text, list[i], lower);
  }
  bool name(std::size_t i) const {
    return i < list.size() &&
           (list[i].kind == sql::TokenKind::word || list[i].kind == sql::TokenKind::quoted_name);
  }
  /// From the first to before the last, as written.
  std::string_view between(std::size_t first, std::size_t last) const;
  /// The token that closes the bracket at `open`; list.size() when none does.
  std::size_t closing(std::size_t open) const;
};
PolicyTokens tokens_of(std::string_view text);

/// Tokens from `first` to before `last`.
struct TokenRange {
  std::size_t first = 0;
  std::size_t last = 0;
  friend bool operator==(const TokenRange&, const TokenRange&) = default;
};
TokenRange without_brackets(const PolicyTokens& tokens, TokenRange range);

/// The parts that stand between `joint` ("and", "or") at the top of the range, each without its outer
/// brackets: one part when there is none. Empty when the other joint stands beside them: AND binds tighter,
/// so a part of such a range isn't one.
std::vector<TokenRange> parts_joined_by(const PolicyTokens& tokens, TokenRange range, std::string_view joint);

}  // namespace dunlin::trial
