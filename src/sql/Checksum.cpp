#include <algorithm>
#include <optional>
#include <string>

#include "base/Hash.hpp"
#include "base/Text.hpp"
#include "sql/CopyData.hpp"
#include "sql/Directive.hpp"
#include "sql/Lexer.hpp"
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

std::string checksum(std::string_view text, bool comments) {
  TokenHash hash;
  Lexer lexer(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  std::optional<Token> first;  // of the statement
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    const std::string_view piece = text.substr(token.offset, token.length);
    if (token.kind == TokenKind::line_comment || token.kind == TokenKind::block_comment) {
      if (comments || is_assertion(piece)) hash.add(squeezed(piece));
      continue;
    }
    if (!first) first = token;
    token.kind == TokenKind::word ? hash.add_lower(piece) : hash.add(piece);
    if (piece != ";") continue;
    const bool copy =
        is_word(text, *first, "copy") && classify(text.substr(first->offset, token.end() - first->offset)) ==
                                             model::StatementKind::copy_from_stdin;
    first.reset();
    if (!copy) continue;
    const CopyData data = find_copy_data(text, token.end());
    if (data.misplaced != std::string_view::npos) continue;
    hash.add(text.substr(data.offset, data.length));
    lexer.seek(data.end);
  }
  return hash.finish();
}

}  // namespace

std::string token_checksum(std::string_view text) {
  return checksum(text, false);
}

std::string spacing_checksum(std::string_view text) {
  return checksum(text, true);
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
