#include "sql/Lexer.hpp"

#include <array>

#include "base/Text.hpp"

namespace dunlin::sql {
namespace {

enum ByteClass : std::uint8_t {
  k_space = 1,
  k_word_start = 2,
  k_word = 4,  // also inside of a word: digits and $
  k_digit = 8,
  k_operator = 16,
  k_hex = 32,
};

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  const auto add = [&](std::string_view bytes, int bits) {
    for (const char c : bytes) classes[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(bits);
  };
  add(" \t\n\r\f\v", k_space);
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_", k_word_start | k_word);
  add("0123456789", k_digit | k_word | k_hex);
  add("abcdefABCDEF", k_hex);
  add("$", k_word);
  add("~!@#^&|`?+-*/%<>=", k_operator);
  for (std::size_t byte = 0x80; byte < 0x100; ++byte) classes[byte] |= k_word_start | k_word;
  return classes;
}

constexpr auto k_classes = make_classes();

bool is(char c, int bits) {
  return (k_classes[static_cast<unsigned char>(c)] & bits) != 0;
}

// Like find_first_of for two bytes, which the standard library does with a search per byte.
std::size_t find_either(std::string_view text, std::size_t at, char a, char b) {
  while (at < text.size() && text[at] != a && text[at] != b) ++at;
  return at < text.size() ? at : std::string_view::npos;
}

// The end of the quoted text whose opening quote is before `at`, or npos.
std::size_t find_close(std::string_view text, std::size_t at, char quote, bool escapes, bool doubles) {
  while (true) {
    at = escapes ? find_either(text, at, '\'', '\\') : text.find(quote, at);
    if (at == std::string_view::npos) return at;
    const bool pair = at + 1 < text.size() && (text[at] == '\\' || (doubles && text[at + 1] == quote));
    if (text[at] == '\\' && !pair) return std::string_view::npos;
    if (!pair) return at + 1;
    at += 2;
  }
}

// A string goes on when white space with a line end, and then a quote, follow (docs, 4.1.2.1); gives the
// place behind that quote, or npos.
std::size_t find_continuation(std::string_view text, std::size_t at) {
  bool line_end = false;
  while (at < text.size()) {
    if (text[at] == '\n' || text[at] == '\r') {
      line_end = true;
      ++at;
    } else if (is(text[at], k_space)) {
      ++at;
    } else if (text[at] == '-' && at + 1 < text.size() && text[at + 1] == '-') {
      at = find_either(text, at, '\n', '\r');
    } else {
      return line_end && text[at] == '\'' ? at + 1 : std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

// Digits of one base with single underscores between them, as PostgreSQL 16 allows.
std::size_t skip_digits(std::string_view text, std::size_t at, int bits) {
  while (at < text.size()) {
    const bool grouped = text[at] == '_' && at + 1 < text.size() && is(text[at + 1], bits);
    if (grouped) ++at;
    if (!is(text[at], bits)) break;
    ++at;
  }
  return at;
}

// PostgreSQL cuts + and - from the end of an operator that has none of the other characters (docs, 4.1.3).
std::size_t without_trailing_sign(std::string_view op) {
  if (op.find_first_of("~!@#^&|`?%") != std::string_view::npos) return op.size();
  std::size_t length = op.size();
  while (length > 1 && (op[length - 1] == '+' || op[length - 1] == '-')) --length;
  return length;
}

void append_utf8(std::string& out, unsigned long code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
    return;
  }
  const int rest = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static constexpr std::array<unsigned long, 4> k_lead{0, 0xC0, 0xE0, 0xF0};
  out.push_back(static_cast<char>(k_lead[static_cast<std::size_t>(rest)] | (code >> (6 * rest))));
  for (int i = rest - 1; i >= 0; --i) out.push_back(static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F)));
}

// Reads the escape at `at` (behind the backslash) into `out`; gives the place behind it.
std::size_t append_escape(std::string& out, std::string_view text, std::size_t at) {
  static constexpr std::string_view k_letters = "bfnrt";
  static constexpr std::string_view k_values = "\b\f\n\r\t";
  const char c = text[at++];
  if (const auto known = k_letters.find(c); known != std::string_view::npos) {
    out.push_back(k_values[known]);
    return at;
  }
  const bool octal = c >= '0' && c <= '7';
  const std::size_t most = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : octal ? 3 : 0;
  const std::size_t first = octal ? at - 1 : at;
  unsigned long code = 0;
  std::size_t end = first;
  while (end < text.size() && end < first + most && is(text[end], k_hex) && (!octal || text[end] < '8')) {
    const char digit = static_cast<char>(text[end++] | 0x20);
    code =
        code * (octal ? 8 : 16) + static_cast<unsigned long>(digit >= 'a' ? digit - 'a' + 10 : digit - '0');
  }
  if (end == first) {
    out.push_back(c);
    return at;
  }
  if (c == 'u' || c == 'U') {
    append_utf8(out, code & 0x1FFFFF);
  } else {
    out.push_back(static_cast<char>(code));
  }
  return end;
}

}  // namespace

Token Lexer::take(TokenKind kind, std::size_t end) {
  const Token token{kind, false, at_, end - at_};
  at_ = end;
  return token;
}

void Lexer::skip_white_space() {
  while (at_ < text_.size() && is(text_[at_], k_space)) ++at_;
}

Token Lexer::next() {
  skip_white_space();
  if (at_ >= text_.size()) return {TokenKind::end, false, text_.size(), 0};
  const char c = text_[at_];
  if (is(c, k_word_start)) return word();
  if (is(c, k_digit) || (c == '.' && is(peek(1), k_digit))) return number();
  switch (c) {
    case '\'': return quoted(TokenKind::string, 1, '\'', false, true);
    case '"': return quoted(TokenKind::quoted_name, 1, '"', false, true);
    case '$': return dollar();
    case '\\': return take(TokenKind::backslash, at_ + 1);
    case '-':
      if (peek(1) == '-') return line_comment();
      break;
    case '/':
      if (peek(1) == '*') return block_comment();
      break;
    default: break;
  }
  return is(c, k_operator) ? op() : symbol();
}

Token Lexer::word() {
  const char second = peek(1);
  if (second == '\'') {
    switch (text_[at_]) {
      case 'e':
      case 'E': return quoted(TokenKind::string, 2, '\'', true, true);
      case 'b':
      case 'B':
      case 'x':
      case 'X': return quoted(TokenKind::string, 2, '\'', false, false);
      case 'n':
      case 'N': return quoted(TokenKind::string, 2, '\'', false, true);
      default: break;
    }
  }
  if (second == '&' && (text_[at_] | 0x20) == 'u') {
    if (peek(2) == '\'') return quoted(TokenKind::string, 3, '\'', false, true);
    if (peek(2) == '"') return quoted(TokenKind::quoted_name, 3, '"', false, true);
  }
  std::size_t end = at_ + 1;
  while (end < text_.size() && is(text_[end], k_word)) ++end;
  return take(TokenKind::word, end);
}

Token Lexer::quoted(TokenKind kind, std::size_t open, char quote, bool escapes, bool doubles) {
  std::size_t begin = at_ + open;
  while (true) {
    const std::size_t end = find_close(text_, begin, quote, escapes, doubles);
    if (end == std::string_view::npos) {
      Token token = take(kind, text_.size());
      token.unterminated = true;
      return token;
    }
    const std::size_t more = quote == '\'' ? find_continuation(text_, end) : std::string_view::npos;
    if (more == std::string_view::npos) return take(kind, end);
    begin = more;
  }
}

Token Lexer::number() {
  if (text_[at_] == '0') {
    const char base = static_cast<char>(peek(1) | 0x20);
    if (base == 'x' || base == 'o' || base == 'b') {
      const std::size_t end = skip_digits(text_, at_ + 2, base == 'x' ? k_hex : k_digit);
      if (end > at_ + 2) return take(TokenKind::number, end);
    }
  }
  std::size_t end = skip_digits(text_, at_, k_digit);
  const auto at = [&](std::size_t place) { return place < text_.size() ? text_[place] : '\0'; };
  if (at(end) == '.' && at(end + 1) != '.') end = skip_digits(text_, end + 1, k_digit);
  if ((at(end) | 0x20) == 'e') {
    const std::size_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
    if (is(at(end + 1 + sign), k_digit)) end = skip_digits(text_, end + 1 + sign, k_digit);
  }
  return take(TokenKind::number, end);
}

Token Lexer::dollar() {
  if (is(peek(1), k_digit)) return take(TokenKind::parameter, skip_digits(text_, at_ + 1, k_digit));
  std::size_t end = at_ + 1;
  if (end < text_.size() && is(text_[end], k_word_start)) {
    while (end < text_.size() && is(text_[end], k_word) && text_[end] != '$') ++end;
  }
  if (end >= text_.size() || text_[end] != '$') return take(TokenKind::other, at_ + 1);
  const std::string_view tag = text_.substr(at_, end + 1 - at_);
  const std::size_t close = text_.find(tag, end + 1);
  if (close != std::string_view::npos) return take(TokenKind::dollar_string, close + tag.size());
  Token token = take(TokenKind::dollar_string, text_.size());
  token.unterminated = true;
  return token;
}

Token Lexer::line_comment() {
  const std::size_t end = find_either(text_, at_, '\n', '\r');
  return take(TokenKind::line_comment, end == std::string_view::npos ? text_.size() : end);
}

Token Lexer::block_comment() {
  std::size_t depth = 1;
  std::size_t end = at_ + 2;
  while (depth > 0) {
    end = find_either(text_, end, '*', '/');
    if (end == std::string_view::npos || end + 1 >= text_.size()) {
      Token token = take(TokenKind::block_comment, text_.size());
      token.unterminated = true;
      return token;
    }
    const bool opens = text_[end] == '/' && text_[end + 1] == '*';
    const bool closes = text_[end] == '*' && text_[end + 1] == '/';
    if (opens) ++depth;
    if (closes) --depth;
    end += opens || closes ? 2 : 1;
  }
  return take(TokenKind::block_comment, end);
}

Token Lexer::op() {
  std::size_t end = at_;
  while (end < text_.size() && is(text_[end], k_operator)) {
    const bool comment =
        end > at_ && end + 1 < text_.size() &&
        ((text_[end] == '-' && text_[end + 1] == '-') || (text_[end] == '/' && text_[end + 1] == '*'));
    if (comment) break;
    ++end;
  }
  return take(TokenKind::op, at_ + without_trailing_sign(text_.substr(at_, end - at_)));
}

Token Lexer::symbol() {
  const char c = text_[at_];
  const bool pair = (c == ':' && (peek(1) == ':' || peek(1) == '=')) || (c == '.' && peek(1) == '.');
  if (pair) return take(TokenKind::op, at_ + 2);
  const bool known = std::string_view("()[],;.:").find(c) != std::string_view::npos;
  return take(known ? TokenKind::punctuation : TokenKind::other, at_ + 1);
}

std::string_view describe_unterminated(const Token& token) {
  switch (token.kind) {
    case TokenKind::quoted_name: return "unterminated quoted name";
    case TokenKind::dollar_string: return "unterminated dollar-quoted string";
    case TokenKind::block_comment: return "unterminated comment";
    default: return "unterminated quoted string";
  }
}

bool is_word(std::string_view text, const Token& token, std::string_view lower) {
  if (token.kind != TokenKind::word || token.length != lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = text[token.offset + i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lower[i]) return false;
  }
  return true;
}

std::string string_value(std::string_view token) {
  if (!token.empty() && token.front() == '$') {
    const std::size_t tag = token.find('$', 1) + 1;
    return std::string(token.size() >= 2 * tag ? token.substr(tag, token.size() - 2 * tag)
                                               : token.substr(tag));
  }
  std::string out;
  const bool escapes = !token.empty() && (token.front() | 0x20) == 'e';
  std::size_t at = token.find('\'');
  while (at < token.size()) {  // one round a piece
    for (++at; at < token.size(); ++at) {
      const bool quote = token[at] == '\'';
      if (quote && (at + 1 >= token.size() || token[at + 1] != '\'')) break;
      if (escapes && token[at] == '\\' && at + 1 < token.size()) {
        at = append_escape(out, token, at + 1) - 1;
      } else {
        out.push_back(token[at]);
        if (quote) ++at;
      }
    }
    const std::size_t more = find_continuation(token, at + 1);
    if (more == std::string_view::npos) break;
    at = more - 1;
  }
  return out;
}

std::string name_value(std::string_view token) {
  std::string name;
  const std::size_t open = token.find('"');
  if (open == std::string_view::npos) {
    name = to_lower(token);
  } else {
    for (std::size_t at = open + 1; at < token.size(); ++at) {
      if (token[at] == '"' && (++at >= token.size() || token[at] != '"')) break;
      name.push_back(token[at]);
    }
  }
  constexpr std::size_t k_longest = 63;
  if (name.size() <= k_longest) return name;
  std::size_t end = k_longest;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace dunlin::sql
