#include "transfer/schema/Enumerations.hpp"

#include <algorithm>

#include "base/Text.hpp"
#include "sqlite/language/Token.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Token;

constexpr std::size_t k_longest_label = 63;  // NAMEDATALEN - 1

// Tokens without the parentheses around the whole.
std::vector<Token> bare_tokens(const std::string& sql) {
  std::vector<Token> tokens = sqlite::tokenize(sql);
  if (!tokens.empty() && tokens.back().kind == Token::Kind::end) tokens.pop_back();
  const auto wrapped = [&] {
    if (tokens.size() < 3 || tokens.front().text != "(" || tokens.back().text != ")") return false;
    int depth = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (tokens[i].text == "(") ++depth;
      if (tokens[i].text == ")" && --depth == 0) return false;
    }
    return true;
  };
  while (wrapped()) tokens = {tokens.begin() + 1, tokens.end() - 1};
  return tokens;
}

bool is_name(const Token& token) {
  return token.kind == Token::Kind::word || token.kind == Token::Kind::quoted_name ||
         token.kind == Token::Kind::double_quoted;
}

bool mentions(const std::string& sql, const std::string& column) {
  const auto tokens = sqlite::tokenize(sql);
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return is_name(token) && sqlite::same_name(sqlite::unquote(token.text), column);
  });
}

bool must_be_immutable(const sqlite::Table& table, const std::string& column) {
  for (const auto& index : table.indexes) {
    if (index.where_sql && mentions(*index.where_sql, column)) return true;
    for (const auto& term : index.terms)
      if (mentions(term.expression, column)) return true;
  }
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const sqlite::Column& other) {
    return other.generated_sql && mentions(*other.generated_sql, column);
  });
}

std::string singular(const std::string& plural) {
  const auto ends = [&](std::string_view end) {
    return plural.size() > end.size() + 1 && plural.ends_with(end);
  };
  if (ends("ies")) return plural.substr(0, plural.size() - 3) + "y";
  if (ends("ses") || ends("xes") || ends("ches") || ends("shes")) return plural.substr(0, plural.size() - 2);
  if (ends("s") && !ends("ss") && !ends("us") && !ends("is")) return plural.substr(0, plural.size() - 1);
  return plural;
}

}  // namespace

std::optional<AllowedWords> allowed_words(const sqlite::Check& check, const sqlite::Table& table) {
  const std::vector<Token> tokens = bare_tokens(check.sql);
  if (tokens.size() < 5 || !is_name(tokens[0]) || !sqlite::same_name(tokens[1].text, "IN") ||
      tokens[2].text != "(" || tokens.back().text != ")")
    return std::nullopt;
  AllowedWords allowed;
  const std::string name = sqlite::unquote(tokens[0].text);
  for (const auto& column : table.columns)
    if (sqlite::same_name(column.name, name)) allowed.column = column.name;
  if (allowed.column.empty()) return std::nullopt;
  for (std::size_t i = 3; i + 1 < tokens.size(); ++i) {
    const bool word = (i - 3) % 2 == 0;
    if (word ? tokens[i].kind != Token::Kind::string : tokens[i].text != ",") return std::nullopt;
    if (word) allowed.words.push_back(sqlite::unquote(tokens[i].text));
  }
  return tokens.size() % 2 == 1 ? std::optional(std::move(allowed)) : std::nullopt;
}

std::optional<std::vector<std::string>> enumeration_of(const sqlite::Table& table,
                                                       const std::string& column) {
  std::optional<std::vector<std::string>> words;
  for (const auto& check : table.checks) {
    auto allowed = allowed_words(check, table);
    if (!allowed || !sqlite::same_name(allowed->column, column)) continue;
    if (words) return std::nullopt;
    words = std::move(allowed->words);
  }
  if (!words || must_be_immutable(table, column)) return std::nullopt;
  std::sort(words->begin(), words->end());
  const bool doubled = std::adjacent_find(words->begin(), words->end()) != words->end();
  const bool too_long = std::any_of(words->begin(), words->end(),
                                    [](const std::string& word) { return word.size() > k_longest_label; });
  return doubled || too_long ? std::nullopt : words;
}

std::string enumeration_name(const std::string& table, const std::string& column) {
  const std::string own = to_lower(column);
  return own.find('_') != std::string::npos ? own : singular(to_lower(table)) + "_" + own;
}

}  // namespace dunlin::transfer
