// Our tokens and statements against those of PostgreSQL's own scanner, on text where libpg_query's is right:
// it knows neither BEGIN ATOMIC, COPY data nor the numbers of PostgreSQL 16, and reads N'' as two tokens.
#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "sql/Lexer.hpp"
#include "sql/Split.hpp"

namespace dunlin::sql {
namespace {

using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;  // begin, end

std::optional<Ranges> scanned_tokens(const std::string& text) {
  PgQueryScanResult result = pg_query_scan(text.c_str());
  std::optional<Ranges> ranges;
  if (result.error == nullptr) {
    auto* scan = pg_query__scan_result__unpack(nullptr, result.pbuf.len,
                                               reinterpret_cast<const std::uint8_t*>(result.pbuf.data));
    ranges.emplace();
    for (std::size_t i = 0; i < scan->n_tokens; ++i) {
      ranges->emplace_back(static_cast<std::size_t>(scan->tokens[i]->start),
                           static_cast<std::size_t>(scan->tokens[i]->end));
    }
    pg_query__scan_result__free_unpacked(scan, nullptr);
  }
  pg_query_free_scan_result(result);
  return ranges;
}

Ranges our_tokens(const std::string& text) {
  Ranges ranges;
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    ranges.emplace_back(token.offset, token.end());
  }
  return ranges;
}

// The library ends a string at a comment, the server doesn't: 'a' --b\n'c' is 'ac'.
bool continues_behind_comment(const std::string& text) {
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    const std::string_view piece = std::string_view(text).substr(token.offset, token.length);
    if (token.kind == TokenKind::string && piece.find("--") != std::string_view::npos) return true;
  }
  return false;
}

// The library leaves comments before a statement in it; ours are cut the same way by reading their first
// token.
std::optional<Ranges> scanned_statements(const std::string& text) {
  PgQuerySplitResult result = pg_query_split_with_scanner(text.c_str());
  std::optional<Ranges> ranges;
  if (result.error == nullptr) {
    ranges.emplace();
    for (int i = 0; i < result.n_stmts; ++i) {
      const auto begin = static_cast<std::size_t>(result.stmts[i]->stmt_location);
      const std::string statement = text.substr(begin, static_cast<std::size_t>(result.stmts[i]->stmt_len));
      std::optional<std::size_t> first;
      std::size_t end = 0;
      Lexer lexer(statement);
      for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        if (token.kind == TokenKind::line_comment || token.kind == TokenKind::block_comment) continue;
        first = first.value_or(token.offset);
        end = token.end();
      }
      if (first) ranges->emplace_back(begin + *first, begin + end);
    }
  }
  pg_query_free_split_result(result);
  return ranges;
}

Ranges our_statements(const std::string& text) {
  Ranges ranges;
  for (const auto& statement : split({text}))
    ranges.emplace_back(statement.offset, statement.offset + statement.length);
  return ranges;
}

const std::vector<std::string> k_pieces{
    "SELECT", "a",      "\"b\"\"c\"",  "'d''e'",   "E'f\\'g'", "U&'h'",   "B'01'",
    "X'1F'",  "$$i;$$", "$j$k;$$l$j$", "1",        "2.5",      ".5",      "1e5",
    "1.",     "$1",     "+",           "-",        "*",        "/",       "<=",
    "<>",     "->>",    "@>",          "||",       "!~~*",     "=-",      "@-",
    "::",     ":=",     "=>",          "(",        ")",        "[",       "]",
    ",",      ".",      ":",           ";",        "--m;\n",   "/*n;*/",  "/*o/*p;*/q*/",
    "é",      "ünï$",   "r$s",         "'t'\n'u'", "<<",       ">>",      "a$b$",
    "~",      "!",      "#",           "%",        "^",        "&",       "|",
    "?",      "CREATE", "CASE",        "END",      "\n",       "\t",      "\r\n",
    " ",      "|/",     "@-@",         "+/*v*/",   "--w\n",    "U&\"x\"", "_y",
    "Z"};

std::string random_text(std::mt19937& random, bool statement) {
  std::string text;
  const std::size_t count = 1 + random() % 12;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& piece = k_pieces[random() % k_pieces.size()];
    text +=
        statement && piece == ";" ? "; SELECT " : piece;  // the library counts a statement by its keywords
    if (statement || random() % 2 == 0) text += ' ';
  }
  return text;
}

TEST(Scanner, CutsTheSameTokens) {
  std::mt19937 random(1);
  int compared = 0;
  for (int round = 0; round < 25'000; ++round) {
    const std::string text = random_text(random, false);
    const auto expected = scanned_tokens(text);
    if (!expected || continues_behind_comment(text)) continue;  // an error: such as 1a since PostgreSQL 15
    ++compared;
    const Ranges ours = our_tokens(text);
    ASSERT_EQ(ours.size(), expected->size()) << text;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const auto [begin, end] = (*expected)[i];
      ASSERT_EQ(ours[i].first, begin) << text;
      if (text[begin + 1] == '&') continue;  // U&'' comes without its length
      ASSERT_EQ(ours[i].second, end) << text;
    }
  }
  EXPECT_GT(compared, 5'000);
}

TEST(Scanner, CutsTheSameStatements) {
  std::mt19937 random(2);
  int compared = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = "SELECT " + random_text(random, true) + "; SELECT " + random_text(random, true);
    const auto balanced =
        std::count(text.begin(), text.end(), '(') == 0 && std::count(text.begin(), text.end(), ')') == 0;
    const auto expected = scanned_statements(text);
    if (!expected || !balanced) continue;
    ++compared;
    ASSERT_EQ(our_statements(text), *expected) << text;
  }
  EXPECT_GT(compared, 5'000);
}

}  // namespace
}  // namespace dunlin::sql
