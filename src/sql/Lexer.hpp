#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dunlin::sql {

enum class TokenKind : std::uint8_t {
  end,
  word,           ///< a keyword or an unquoted name
  quoted_name,    ///< "...", U&"..."
  string,         ///< '...', E'', U&'', B'', X'', N'', with the pieces that continue it on later lines
  dollar_string,  ///< $tag$...$tag$
  number,
  parameter,    ///< $1
  op,           ///< an operator, and :: := .. =>
  punctuation,  ///< one of ( ) [ ] , ; . :
  line_comment,
  block_comment,
  backslash,  ///< where a psql command begins; only the backslash itself
  other,      ///< one byte that PostgreSQL has no use for
};

/// A token by place. `unterminated` marks a quote or comment that the text ends in the middle of.
struct Token {
  TokenKind kind = TokenKind::end;
  bool unterminated = false;
  std::size_t offset = 0;
  std::size_t length = 0;

  std::size_t end() const { return offset + length; }
  friend bool operator==(const Token&, const Token&) = default;
};

/// Reads tokens after PostgreSQL's lexical rules (docs, 4.1) with standard_conforming_strings on. White space
/// is skipped, comments are tokens. Never fails: what can't be a token comes out as `other`. No recursion, no
/// allocation.
class Lexer {
 public:
  explicit Lexer(std::string_view text, std::size_t offset = 0) : text_(text), at_(offset) {}

  Token next();
  /// Where the next token is looked for.
  std::size_t offset() const { return at_; }
  /// Goes on reading at another place, such as behind the data of a COPY.
  void seek(std::size_t offset) { at_ = offset; }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void skip_white_space();
  Token take(TokenKind kind, std::size_t end);
  Token word();
  Token quoted(TokenKind kind, std::size_t open, char quote, bool escapes, bool doubles);
  Token number();
  Token dollar();
  Token line_comment();
  Token block_comment();
  Token op();
  Token symbol();

  std::string_view text_;
  std::size_t at_;
};

/// "unterminated quoted string" and the like, for a token that the text ends in the middle of.
std::string_view describe_unterminated(const Token& token);

/// True for a word token whose text is `lower` in any case.
bool is_word(std::string_view text, const Token& token, std::string_view lower);

/// What a string token stands for: without quotes, with '' and the escapes of E'' resolved (\u and \U as
/// UTF-8), and with its pieces joined. The escapes of U&'' are left as they are.
std::string string_value(std::string_view token);

/// The name that a word or quoted name stands for: folded to lower case or unquoted, cut to 63 bytes as the
/// server does.
std::string name_value(std::string_view token);

}  // namespace dunlin::sql
