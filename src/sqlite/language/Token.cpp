#include "sqlite/language/Token.hpp"

#include <algorithm>

namespace dunlin::sqlite {
namespace {

using Kind = Token::Kind;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool in_word(char c) {
  return begins_word(c) || is_digit(c) || c == '$';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  Token next() {
    skip_blank();
    const std::size_t begin = at_;
    if (at_ >= sql_.size()) return {Kind::end, sql_.substr(sql_.size()), sql_.size()};
    const Kind kind = scan();
    return {kind, sql_.substr(begin, at_ - begin), begin};
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }
  bool ahead(std::string_view text) const { return sql_.substr(at_, text.size()) == text; }

  void skip_blank() {
    while (at_ < sql_.size()) {
      if (is_space(peek())) {
        ++at_;
      } else if (ahead("--")) {
        at_ = std::min(sql_.find('\n', at_), sql_.size());
      } else if (ahead("/*") && at_ + 2 < sql_.size()) {
        const std::size_t close = sql_.find("*/", at_ + 2);
        at_ = close == std::string_view::npos ? sql_.size() : close + 2;
      } else {
        return;
      }
    }
  }

  Kind scan() {
    const char c = peek();
    if (c == '\'') return quoted('\'', Kind::string);
    if (c == '"') return quoted('"', Kind::double_quoted);
    if (c == '`') return quoted('`', Kind::quoted_name);
    if (c == '[') return bracketed();
    if (lower(c) == 'x' && peek(1) == '\'') return blob();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (begins_word(c)) return word();
    if (c == '?' || c == ':' || c == '@' || c == '$' || c == '#') return parameter();
    return symbol();
  }

  // To the closing quote; a doubled one is part of the text.
  Kind quoted(char quote, Kind kind) {
    for (++at_; at_ < sql_.size(); ++at_) {
      if (peek() != quote) continue;
      if (peek(1) != quote) {
        ++at_;
        return kind;
      }
      ++at_;
    }
    return Kind::illegal;
  }

  Kind bracketed() {
    const std::size_t close = sql_.find(']', at_);
    at_ = close == std::string_view::npos ? sql_.size() : close + 1;
    return close == std::string_view::npos ? Kind::illegal : Kind::quoted_name;
  }

  Kind blob() {
    const std::size_t digits = at_ + 2;
    at_ = digits;
    while (is_hex_digit(peek())) ++at_;
    const bool good = peek() == '\'' && (at_ - digits) % 2 == 0;
    while (at_ < sql_.size() && peek() != '\'') ++at_;
    if (at_ < sql_.size()) ++at_;
    return good ? Kind::blob : Kind::illegal;
  }

  void digits() {
    while (is_digit(peek())) ++at_;
  }

  Kind number() {
    Kind kind = Kind::integer;
    if (peek() == '0' && lower(peek(1)) == 'x' && is_hex_digit(peek(2))) {
      at_ += 2;
      while (is_hex_digit(peek())) ++at_;
    } else {
      digits();
      if (peek() == '.') {
        kind = Kind::real;
        ++at_;
        digits();
      }
      if (lower(peek()) == 'e' &&
          (is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2))))) {
        kind = Kind::real;
        at_ += 2;
        digits();
      }
    }
    if (!in_word(peek())) return kind;
    while (in_word(peek())) ++at_;
    return Kind::illegal;
  }

  Kind word() {
    while (in_word(peek())) ++at_;
    return Kind::word;
  }

  Kind parameter() {
    const bool anonymous = peek() == '?';
    const std::size_t begin = ++at_;
    while (in_word(peek()) || (peek() == ':' && peek(1) == ':')) at_ += peek() == ':' ? 2 : 1;
    return anonymous || at_ > begin ? Kind::parameter : Kind::illegal;
  }

  Kind symbol() {
    for (const std::string_view text : {"->>", "->", "==", "<=", "<>", "<<", ">=", ">>", "!=", "||"}) {
      if (!ahead(text)) continue;
      at_ += text.size();
      return Kind::symbol;
    }
    const char c = sql_[at_++];
    return std::string_view("()+-*/%=<>|,&~.;").find(c) != std::string_view::npos ? Kind::symbol
                                                                                  : Kind::illegal;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view sql) {
  std::vector<Token> tokens;
  Scanner scanner(sql);
  do {
    tokens.push_back(scanner.next());
  } while (tokens.back().kind != Kind::end);
  return tokens;
}

std::string unquote(std::string_view text) {
  if (text.size() < 2) return std::string(text);
  const char open = text.front();
  if (open == '[' && text.back() == ']') return std::string(text.substr(1, text.size() - 2));
  if ((open != '\'' && open != '"' && open != '`') || text.back() != open) return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    out += text[i];
    if (text[i] == open && i + 2 < text.size()) ++i;
  }
  return out;
}

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace dunlin::sqlite
