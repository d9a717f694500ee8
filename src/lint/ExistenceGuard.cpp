#include "lint/ExistenceGuard.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "sql/Lexer.hpp"

namespace dunlin::lint {
namespace {

struct Condition {
  std::vector<std::string>
      words;  ///< of all tokens but strings: as they are called, punctuation as it stands
  std::vector<std::string> strings;  ///< what they stand for
};

Condition read(std::string_view text) {
  Condition condition;
  sql::Lexer lexer(text);
  for (auto token = lexer.next(); token.kind != sql::TokenKind::end; token = lexer.next()) {
    const std::string_view spelled = text.substr(token.offset, token.length);
    switch (token.kind) {
      case sql::TokenKind::line_comment:
      case sql::TokenKind::block_comment: break;
      case sql::TokenKind::string:
        condition.strings.push_back(sql::string_value(spelled));
        condition.words.emplace_back("'");
        break;
      case sql::TokenKind::word:
      case sql::TokenKind::quoted_name: condition.words.push_back(sql::name_value(spelled)); break;
      default: condition.words.emplace_back(spelled);
    }
  }
  return condition;
}

// The parenthesis that is opened at `open` is closed by the last word.
bool is_closed_last(const std::vector<std::string>& words, std::size_t open, std::size_t end) {
  int depth = 0;
  for (std::size_t i = open; i < end; ++i) {
    if (words[i] == "(") ++depth;
    if (words[i] == ")" && --depth == 0) return i + 1 == end;
  }
  return false;
}

// NOT EXISTS (SELECT ... FROM pg_... ...), and nothing else.
bool finds_nothing(const std::vector<std::string>& words) {
  if (words.size() < 4 || words[0] != "not" || words[1] != "exists" || words[2] != "(") return false;
  const bool of_catalog = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.starts_with("pg_") || word == "information_schema";
  });
  return of_catalog && is_closed_last(words, 2, words.size());
}

// to_regclass('...') IS NULL
bool names_nothing(const std::vector<std::string>& words) {
  const std::size_t first = words.size() > 2 && words[0] == "pg_catalog" && words[1] == "." ? 2 : 0;
  const std::size_t end = words.size() < 2 ? 0 : words.size() - 2;
  if (end <= first + 1 || words[end] != "is" || words[end + 1] != "null") return false;
  return words[first].starts_with("to_reg") && words[first + 1] == "(" &&
         is_closed_last(words, first + 1, end);
}

/// The names of what a statement makes; none when it isn't about making, or a name isn't known.
struct NamesMade {
  std::vector<std::string> operator()(const model::CreateTable& made) const { return {made.name.name}; }
  std::vector<std::string> operator()(const model::CreateTableAs& made) const { return {made.name.name}; }
  std::vector<std::string> operator()(const model::CreateView& made) const { return {made.name.name}; }
  std::vector<std::string> operator()(const model::CreateFunction& made) const { return {made.name.name}; }
  std::vector<std::string> operator()(const model::CreateIndex& made) const { return {made.name}; }
  std::vector<std::string> operator()(const model::CreatePolicy& made) const { return {made.name}; }
  std::vector<std::string> operator()(const model::CreateTrigger& made) const { return {made.name}; }
  std::vector<std::string> operator()(const model::CreateSchema& made) const { return {made.name}; }
  std::vector<std::string> operator()(const model::CreateExtension& made) const { return {made.name}; }
  std::vector<std::string> operator()(const model::AlterTable& altered) const {
    std::vector<std::string> names;
    for (const model::AlterAction& action : altered.actions) {
      if (action.column && action.kind == model::AlterKind::add_column)
        names.push_back(action.column->name);
      else if (action.constraint && action.kind == model::AlterKind::add_constraint)
        names.push_back(action.constraint->name);
      else
        return {};
    }
    return names;
  }
  template <typename Other>
  std::vector<std::string> operator()(const Other&) const {
    return {};
  }
};

// 'users', 'public.users', 'auth.uid()'
bool stands_for(std::string_view text, std::string_view name) {
  text = text.substr(0, text.find('('));
  if (const auto dot = text.rfind('.'); dot != std::string_view::npos) text.remove_prefix(dot + 1);
  return !name.empty() && text == name;
}

}  // namespace

bool makes_what_is_missing(const model::Command& command, std::string_view condition) {
  const std::vector<std::string> names = std::visit(NamesMade{}, command);
  if (names.empty() || condition.empty()) return false;
  const Condition asked = read(condition);
  if (!finds_nothing(asked.words) && !names_nothing(asked.words)) return false;
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::any_of(asked.strings.begin(), asked.strings.end(),
                       [&](const std::string& text) { return stands_for(text, name); });
  });
}

}  // namespace dunlin::lint
