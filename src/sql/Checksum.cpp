#include <algorithm>
#include <optional>
#include <string>

#include "base/Hash.hpp"
#include "base/Text.hpp"
#include "sql/CopyData.hpp"
#include "sql/Directive.hpp"
#include "sql/Lexer.hpp"
#include "sql/Nesting.hpp"
#include "sql/Split.hpp"

namespace dunlin::sql {
namespace {

// SHA-256 of texts, each with its length before it, handed over in pieces that are worth a call.
class TokenHash {
 public:
  void add(std::string_view piece) {
    pending_ += std::to_string(piece.size());
    pending_ += ':';
    pending_ += piece;
    flush(k_worth_a_call);
  }
  void add_lower(std::string_view word) {
    pending_ += std::to_string(word.size());
    pending_ += ':';
    const std::size_t begin = pending_.size();
    pending_ += word;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    std::transform(pending_.begin() + static_cast<std::ptrdiff_t>(begin), pending_.end(),
                   pending_.begin() + static_cast<std::ptrdiff_t>(begin), lower);
    flush(k_worth_a_call);
  }
  std::string finish() {
    flush(0);
    return hash_.finish();
  }

 private:
  static constexpr std::size_t k_worth_a_call = 32768;
  void flush(std::size_t least) {
    if (pending_.size() < least) return;
    hash_.add(pending_);
    pending_.clear();
  }

  Sha256 hash_;
  std::string pending_;
};

// A comment with its runs of white space made one space.
std::string squeezed(std::string_view comment) {
  std::string out;
  for (const char c : comment) {
    const bool space = trim(std::string_view(&c, 1)).empty();
    if (!space) out.push_back(c);
    if (space && !out.empty() && out.back() != ' ') out.push_back(' ');
  }
  return std::string(trim(out));
}

// An assertion is a statement, though it stands in a comment.
bool is_assertion(std::string_view comment) {
  const auto directive = read_directive(comment);
  return directive && directive->name == "assert";
}

bool is_copy_from_stdin(std::string_view text, const Token& first, std::size_t end) {
  return is_word(text, first, "copy") &&
         classify(text.substr(first.offset, end - first.offset)) == model::StatementKind::copy_from_stdin;
}

// Hashes a script piece by piece: tokens, psql commands by the line, the data of COPY as it is.
class ScriptHash {
 public:
  explicit ScriptHash(std::string_view text)
      : text_(text), lexer_(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

  std::string finish() {
    for (Token token = lexer_.next(); token.kind != TokenKind::end; token = lexer_.next()) {
      const bool comment = token.kind == TokenKind::line_comment || token.kind == TokenKind::block_comment;
      comment ? add_comment(token) : add_token(token);
    }
    return hash_.finish();
  }

 private:
  std::string_view of(const Token& token) const { return text_.substr(token.offset, token.length); }

  void add_comment(const Token& token) {
    if (is_assertion(of(token))) hash_.add(squeezed(of(token)));
  }

  void add_token(const Token& token) {
    if (!first_ && token.kind == TokenKind::backslash) return add_command(token);
    token.kind == TokenKind::word ? hash_.add_lower(of(token)) : hash_.add(of(token));
    if (!nesting_.add(text_, token)) {
      first_ = first_.value_or(token);
      return;
    }
    if (first_ && is_copy_from_stdin(text_, *first_, token.offset)) add_data(token.end());
    first_.reset();
  }

  void add_command(const Token& backslash) {
    const std::size_t end = std::min(text_.find('\n', backslash.offset), text_.size());
    hash_.add(trim(text_.substr(backslash.offset, end - backslash.offset)));
    lexer_.seek(end);
  }

  void add_data(std::size_t behind) {
    const CopyData data = find_copy_data(text_, behind);
    if (data.misplaced != std::string_view::npos) return;
    hash_.add(text_.substr(data.offset, data.length));
    lexer_.seek(data.end);
  }

  std::string_view text_;
  Lexer lexer_;
  TokenHash hash_;
  Nesting nesting_;
  std::optional<Token> first_;  // of the statement
};

}  // namespace

std::string token_checksum(std::string_view text) {
  return ScriptHash(text).finish();
}

std::string one_line(std::string_view text, std::size_t max_length) {
  std::string line;
  Lexer lexer(text);
  std::size_t end = 0;
  for (Token token = lexer.next(); token.kind != TokenKind::end && line.size() < 4 * max_length + 4;
       token = lexer.next()) {
    if (token.kind == TokenKind::line_comment || token.kind == TokenKind::block_comment) continue;
    if (!line.empty() && token.offset > end) line.push_back(' ');
    line += squeezed(text.substr(token.offset, std::min(token.length, 4 * max_length + 4)));
    end = token.end();
  }
  line = printable(line);
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  if (static_cast<std::size_t>(std::count_if(line.begin(), line.end(), begins)) <= max_length) return line;
  static constexpr std::string_view k_more = "...";
  std::size_t kept = 0;
  std::size_t characters = 0;
  const std::size_t most = max_length - std::min(max_length, k_more.size());
  while (kept < line.size() && (characters += begins(line[kept]) ? 1 : 0) <= most) ++kept;
  return line.substr(0, kept).append(k_more.substr(0, max_length));
}

}  // namespace dunlin::sql
