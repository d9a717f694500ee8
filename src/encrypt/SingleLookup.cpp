#include "encrypt/SingleLookup.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <vector>

#include "sql/Lexer.hpp"

namespace dunlin::encrypt {
namespace {

using sql::TokenKind;

struct Piece {
  TokenKind kind = TokenKind::end;
  std::string text;       // names folded, everything else as it stands there
  std::size_t other = 0;  // of a bracket: the place of its other half; of one that has none: its own

  bool is_name() const { return kind == TokenKind::word || kind == TokenKind::quoted_name; }
  bool is_one_of(std::initializer_list<std::string_view> texts) const {
    return kind != TokenKind::quoted_name && std::find(texts.begin(), texts.end(), text) != texts.end();
  }
};

bool is_string(TokenKind kind) {
  return kind == TokenKind::string || kind == TokenKind::dollar_string;
}

std::vector<Piece> read_pieces(std::string_view sql) {
  std::vector<Piece> out;
  std::vector<std::size_t> open;
  sql::Lexer lexer(sql);
  for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind == TokenKind::line_comment || token.kind == TokenKind::block_comment) continue;
    const auto text = sql.substr(token.offset, token.length);
    Piece piece{.kind = token.kind, .text = std::string(text), .other = out.size()};
    if (piece.is_name()) piece.text = sql::name_value(text);
    if (piece.is_one_of({"(", "["})) open.push_back(out.size());
    if (piece.is_one_of({")", "]"}) && !open.empty()) {
      piece.other = open.back();
      out[open.back()].other = out.size();
      open.pop_back();
    }
    out.push_back(std::move(piece));
  }
  return out;
}

// Whether the `=` at this place gives a column or a variable its value. Decided by the first word before it,
// in the same brackets, that can: SET or WHERE, IF or THEN. A comma leads on to the head of its list.
bool is_assignment(const std::vector<Piece>& pieces, std::size_t equals) {
  bool in_list = false;
  for (std::size_t at = equals; at-- > 0;) {
    const auto& piece = pieces[at];
    if (piece.is_one_of({"set", ";", "then", "else", "begin", "loop", "declare"})) return true;
    const bool is_head = piece.is_one_of({"(", "[", "select", "return", "perform", "by"});
    const bool is_condition = piece.is_one_of({"where", "on", "and", "or", "not", "having", "when", "if",
                                               "elsif", "while", "until", "case", "assert"});
    if (is_head || (is_condition && !in_list)) return false;
    if (piece.is_one_of({","})) in_list = true;
    if (piece.is_one_of({")", "]"})) at = piece.other;
  }
  return false;
}

// Whether what begins at this place is the right side of a comparison, alone or in a list.
bool is_compared_before(const std::vector<Piece>& pieces, std::size_t at) {
  bool in_brackets = false;  // what stands before opens them
  while (at > 0) {
    const auto& before = pieces[at - 1];
    if (before.is_one_of({"="})) return !is_assignment(pieces, at - 1);
    if (before.is_one_of({"<>", "!=", "in"})) return true;
    if (before.is_one_of({"from"})) return at > 1 && pieces[at - 2].is_one_of({"distinct"});
    if (before.is_one_of({"(", "["})) {
      in_brackets = true;
      --at;
    } else if (before.is_one_of({","})) {
      while (at > 0 && !pieces[at - 1].is_one_of({"(", "[", ";"}))
        at = pieces[at - 1].is_one_of({")", "]"}) ? pieces[at - 1].other : at - 1;
      if (at > 0 && pieces[at - 1].is_one_of({";"})) return false;
    } else if (before.is_one_of({"select", "any", "some", "all", "array", "distinct", "row"}) ||
               (in_brackets && before.is_name() && !before.is_one_of({"values", "into"}))) {
      in_brackets = false;
      --at;
    } else if (before.is_one_of({"."})) {
      at = at > 1 ? at - 2 : 0;
    } else {
      return false;
    }
  }
  return false;
}

// Whether a comparison follows what ends before this place.
bool is_compared_behind(const std::vector<Piece>& pieces, std::size_t at) {
  while (at < pieces.size()) {
    if (pieces[at].is_one_of({")"})) {
      ++at;
    } else if (pieces[at].is_one_of({"::"})) {
      at += 2;
    } else {
      break;
    }
  }
  if (at >= pieces.size()) return false;
  if (pieces[at].is_one_of({"=", "<>", "!=", "in"})) return true;
  if (!pieces[at].is_one_of({"is"})) return false;
  return (at + 1 < pieces.size() && pieces[at + 1].is_one_of({"distinct"})) ||
         (at + 2 < pieces.size() && pieces[at + 2].is_one_of({"distinct"}));
}

}  // namespace

bool looks_up_one_entry(std::string_view sql) {
  const auto pieces = read_pieces(sql);
  for (std::size_t at = 0; at < pieces.size(); ++at) {
    const auto& piece = pieces[at];
    if (is_string(piece.kind) && looks_up_one_entry(sql::string_value(piece.text))) return true;
    if (!piece.is_name() || !piece.text.ends_with("blind_index") || at + 1 >= pieces.size() ||
        !pieces[at + 1].is_one_of({"("}))
      continue;
    if (is_compared_before(pieces, at) || is_compared_behind(pieces, pieces[at + 1].other + 1)) return true;
  }
  return false;
}

}  // namespace dunlin::encrypt
