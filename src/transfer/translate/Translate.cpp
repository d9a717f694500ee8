#include "transfer/translate/Translate.hpp"

#include "base/Identifier.hpp"
#include "sqlite/language/Parse.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

Translation failed(std::string problem, const Translator& translator) {
  return {.problem = std::move(problem), .notes = translator.notes()};
}

}  // namespace

Translation translate_expression(const std::string& sqlite_sql, const TableMapping& table,
                                 const Mapping& mapping, const sqlite::Schema* schema) {
  Translator translator(mapping, schema);
  const auto parsed = sqlite::parse_expression(sqlite_sql);
  if (!parsed.tree) return failed("it can't be read: " + parsed.error, translator);
  try {
    Scope scope;
    scope.sources.push_back(translator.row_of(table, table.source, quote_identifier(table.target)));
    scope.qualified = false;
    translator.enter(std::move(scope));
    const Term term = translator.write(*parsed.tree);
    Translation made{.sql = term.sql, .notes = translator.notes()};
    made.immutable = translator.volatility() == Volatility::immutable;
    return made;
  } catch (const Untranslatable& why) {
    return failed(why.what(), translator);
  }
}

Translation translate_condition(const std::string& sqlite_sql, const TableMapping& table,
                                const Mapping& mapping, const sqlite::Schema* schema) {
  Translator translator(mapping, schema);
  const auto parsed = sqlite::parse_expression(sqlite_sql);
  if (!parsed.tree) return failed("it can't be read: " + parsed.error, translator);
  try {
    Scope scope;
    scope.sources.push_back(translator.row_of(table, table.source, quote_identifier(table.target)));
    scope.qualified = false;
    translator.enter(std::move(scope));
    Translation made{.sql = translator.condition(*parsed.tree), .notes = translator.notes()};
    made.immutable = translator.volatility() == Volatility::immutable;
    return made;
  } catch (const Untranslatable& why) {
    return failed(why.what(), translator);
  }
}

Translation translate_default(const std::string& sqlite_sql, const ColumnMapping& column) {
  const Mapping none;
  Translator translator(none, nullptr);
  const auto parsed = sqlite::parse_expression(sqlite_sql);
  if (!parsed.tree) return failed("it can't be read: " + parsed.error, translator);
  try {
    sqlite::Expression tree = *parsed.tree;
    // A word without quotes is a string in DEFAULT.
    const std::string word = fold(tree.text);
    if (tree.kind == sqlite::Expression::Kind::name && tree.table.empty() && word != "true" &&
        word != "false")
      tree.kind = sqlite::Expression::Kind::string;
    const Term term = translator.write(tree);
    std::string sql = translator.store(term, column);
    const bool literal = tree.kind != sqlite::Expression::Kind::function && tree.operands.empty() &&
                         sql.find_first_of("(:") == std::string::npos &&
                         sql.find("AT TIME") == std::string::npos;
    if (!literal) sql = "(" + sql + ")";  // DEFAULT takes no operators without parentheses
    Translation made{.sql = std::move(sql), .notes = translator.notes()};
    made.immutable = translator.volatility() == Volatility::immutable;
    return made;
  } catch (const Untranslatable& why) {
    return failed(why.what(), translator);
  }
}

}  // namespace dunlin::transfer
