#include "sqlite/language/Parser.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "sqlite/language/Parse.hpp"

namespace dunlin::sqlite {
namespace {

// Keywords that are never names without quotes; all others may be (SQLite docs, "SQLite Keywords", and what
// its parser accepts).
constexpr std::array k_reserved = {
    "ADD",      "ALL",     "ALTER",       "AND",        "AS",        "AUTOINCREMENT", "BETWEEN",    "CASE",
    "CHECK",    "COLLATE", "COMMIT",      "CONSTRAINT", "CREATE",    "DEFAULT",       "DEFERRABLE", "DELETE",
    "DISTINCT", "DROP",    "ELSE",        "ESCAPE",     "EXCEPT",    "EXISTS",        "FOREIGN",    "FROM",
    "GROUP",    "HAVING",  "IN",          "INDEX",      "INSERT",    "INTERSECT",     "INTO",       "IS",
    "ISNULL",   "JOIN",    "LIMIT",       "NOT",        "NOTHING",   "NOTNULL",       "NULL",       "ON",
    "OR",       "ORDER",   "PRIMARY",     "REFERENCES", "RETURNING", "SELECT",        "SET",        "TABLE",
    "THEN",     "TO",      "TRANSACTION", "UNION",      "UNIQUE",    "UPDATE",        "USING",      "VALUES",
    "WHEN",     "WHERE"};

constexpr int k_deepest = 200;

template <typename Tree>
Parsed<Tree> parsed(std::string_view sql, Tree (Parser::*part)()) {
  try {
    Parser parser(sql);
    Parsed<Tree> result{(parser.*part)(), ""};
    parser.finish();
    return result;
  } catch (const SyntaxError& error) {
    return {std::nullopt, error.what()};
  }
}

}  // namespace

Parser::Nesting::Nesting(Parser& parser) : parser_(parser) {
  if (parser.depth_ >= k_deepest) parser.fail("nested too deeply");
  ++parser.depth_;
}

const Token& Parser::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool Parser::is(std::string_view word, std::size_t ahead) const {
  const Token& token = peek(ahead);
  return (token.kind == Token::Kind::word || token.kind == Token::Kind::symbol) &&
         same_name(token.text, word);
}

bool Parser::accept(std::string_view word) {
  if (!is(word)) return false;
  ++at_;
  return true;
}

void Parser::expect(std::string_view word) {
  if (!accept(word)) fail(fmt::format("{} expected", word));
}

bool Parser::accept_all(std::initializer_list<std::string_view> words) {
  std::size_t ahead = 0;
  for (const auto word : words)
    if (!is(word, ahead++)) return false;
  at_ += words.size();
  return true;
}

bool Parser::is_name(std::size_t ahead) const {
  const Token& token = peek(ahead);
  if (token.kind == Token::Kind::quoted_name || token.kind == Token::Kind::double_quoted) return true;
  return token.kind == Token::Kind::word &&
         std::none_of(k_reserved.begin(), k_reserved.end(),
                      [&](const char* word) { return same_name(word, token.text); });
}

// Where only a name can be, SQLite takes a 'string' too.
std::string Parser::name() {
  if (!is_name() && peek().kind != Token::Kind::string) fail("a name expected");
  return unquote(tokens_[at_++].text);
}

std::vector<std::string> Parser::names_in_parentheses() {
  std::vector<std::string> names;
  expect("(");
  do {
    names.push_back(name());
    if (accept("COLLATE")) name();  // accepted and ignored in lists of columns, as SQLite does
    if (!accept("ASC")) accept("DESC");
  } while (accept(","));
  expect(")");
  return names;
}

std::string Parser::slice(std::size_t first_token, std::size_t past_token) const {
  if (first_token >= past_token) return "";
  const std::size_t begin = tokens_[first_token].begin;
  return std::string(sql_.substr(begin, tokens_[past_token - 1].end() - begin));
}

void Parser::finish() {
  while (accept(";")) continue;
  if (peek().kind != Token::Kind::end) fail("nothing more expected");
}

void Parser::fail(std::string_view what) const {
  if (peek().kind == Token::Kind::end) throw SyntaxError(fmt::format("at the end: {}", what));
  throw SyntaxError(fmt::format("near \"{}\" (byte {}): {}", peek().text.substr(0, 40), peek().begin, what));
}

Parsed<Expression> parse_expression(std::string_view sql) {
  return parsed(sql, &Parser::expression);
}
Parsed<Select> parse_select(std::string_view sql) {
  return parsed(sql, &Parser::select);
}
Parsed<CreateTable> parse_create_table(std::string_view sql) {
  return parsed(sql, &Parser::create_table);
}
Parsed<CreateIndex> parse_create_index(std::string_view sql) {
  return parsed(sql, &Parser::create_index);
}
Parsed<CreateView> parse_create_view(std::string_view sql) {
  return parsed(sql, &Parser::create_view);
}
Parsed<CreateTrigger> parse_create_trigger(std::string_view sql) {
  return parsed(sql, &Parser::create_trigger);
}

}  // namespace dunlin::sqlite
