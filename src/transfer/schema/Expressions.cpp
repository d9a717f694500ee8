#include "transfer/schema/Expressions.hpp"

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/schema/TableContext.hpp"

namespace dunlin::transfer {

Translation expression_sql(const std::string& sqlite_sql, const TableMapping& /*table*/,
                           const Mapping& /*mapping*/) {
  return {.problem = "expressions can't be translated yet: " + sqlite_sql};
}

Translation immutable_sql(const std::string& sqlite_sql, const TableMapping& table, const Mapping& mapping) {
  return expression_sql(sqlite_sql, table, mapping);
}

Translation default_sql(const std::string& sqlite_sql, const ColumnMapping& column) {
  const auto tokens = sqlite::tokenize(sqlite_sql);
  if (tokens.size() == 2 && tokens[0].kind == sqlite::Token::Kind::string && is_text_type(column.type))
    return {.sql = std::string(trim(quote_literal(sqlite::unquote(tokens[0].text))))};
  if (tokens.size() == 2 && tokens[0].kind == sqlite::Token::Kind::integer && column.type == "bigint")
    return {.sql = std::string(tokens[0].text)};
  return {.problem = "expressions can't be translated yet: " + sqlite_sql};
}

}  // namespace dunlin::transfer
