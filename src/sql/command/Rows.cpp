#include "sql/TokenStream.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::sql {
namespace {

model::QualifiedName target_of(TokenStream& tokens) {
  const auto name = tokens.accept_name();
  return name ? model::QualifiedName{name->schema, name->name} : model::QualifiedName{};
}

std::vector<std::string> column_names(TokenStream& tokens) {
  std::vector<std::string> names;
  if (!tokens.accept('(')) return names;
  while (!tokens.at_end() && !tokens.at(')')) {
    if (!tokens.at(',')) names.push_back(name_value(tokens.text()));
    tokens.advance();
  }
  tokens.accept(')');
  return names;
}

// Also punctuation and operators; a word that isn't a constant could be a call.
bool is_literal(const TokenStream& tokens) {
  if (tokens.current().kind == TokenKind::quoted_name) return false;
  if (tokens.current().kind != TokenKind::word) return true;
  return tokens.at("null") || tokens.at("true") || tokens.at("false") || tokens.at("default");
}

// VALUES (...), (...) of literals alone: how many; nothing where a word could be a call, a subquery or ON
// CONFLICT.
std::optional<std::size_t> literal_rows(TokenStream& tokens) {
  std::size_t rows = 0;
  int depth = 0;
  for (; !tokens.at_end(); tokens.advance()) {
    if (tokens.at('(')) {
      if (depth++ > 0) return std::nullopt;
      ++rows;
    } else if (tokens.at(')')) {
      --depth;
    } else if (!is_literal(tokens)) {
      return std::nullopt;
    }
  }
  return rows;
}

}  // namespace

model::Command parse_rows_command(std::string_view statement) {
  TokenStream tokens(statement);
  if (!tokens.accept_words("insert", "into")) return std::monostate{};
  model::Dml insert;
  insert.kind = model::DmlKind::insert;
  insert.target = target_of(tokens);
  insert.columns = column_names(tokens);
  if (insert.target.empty() || !tokens.accept("values")) return std::monostate{};
  const auto rows = literal_rows(tokens);
  if (!rows) return std::monostate{};
  insert.value_rows = *rows;
  insert.query.relations.push_back({insert.target, true});
  return insert;
}

}  // namespace dunlin::sql
