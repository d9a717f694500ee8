#include "transfer/translate/Translate.hpp"

#include "base/Identifier.hpp"
#include "sqlite/language/Parse.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

Translation failed(std::string problem, const Translator& translator) {
  return {.problem = std::move(problem), .notes = translator.notes()};
}

std::string type_of(Family family) {
  switch (family) {
    case Family::boolean:  // 0 and 1
    case Family::integer: return "bigint";
    case Family::real: return "double precision";
    case Family::numeric: return "numeric";
    case Family::blob: return "bytea";
    default: return "text";
  }
}

// Translates what is said of one row of `table` by `write`.
template <typename Write>
Translation of_row(const std::string& sqlite_sql, const TableMapping& table, const Mapping& mapping,
                   const sqlite::Schema* schema, bool stored_only, Write write) {
  Translator translator(mapping, schema);
  const auto parsed = sqlite::parse_expression(sqlite_sql);
  if (!parsed.tree) return failed("it can't be read: " + parsed.error, translator);
  try {
    const auto columns = stored_only ? Translator::Columns::stored : Translator::Columns::all;
    Scope scope;
    scope.sources.push_back(translator.row_of(table, table.source, quote_identifier(table.target), columns));
    scope.qualified = false;
    translator.enter(std::move(scope));
    std::string sql = write(translator, *parsed.tree);
    Translation made{.sql = std::move(sql), .notes = translator.notes()};
    made.immutable = translator.volatility() == Volatility::immutable;
    return made;
  } catch (const Untranslatable& why) {
    return failed(why.what(), translator);
  }
}

}  // namespace

Translation translate_expression(const std::string& sqlite_sql, const TableMapping& table,
                                 const Mapping& mapping, const sqlite::Schema* schema) {
  return of_row(
      sqlite_sql, table, mapping, schema, false,
      [](Translator& translator, const sqlite::Expression& tree) { return translator.write(tree).sql; });
}

Translation translate_condition(const std::string& sqlite_sql, const TableMapping& table,
                                const Mapping& mapping, const sqlite::Schema* schema) {
  return of_row(
      sqlite_sql, table, mapping, schema, false,
      [](Translator& translator, const sqlite::Expression& tree) { return translator.condition(tree); });
}

Translation translate_generated(const std::string& sqlite_sql, const ColumnMapping& column,
                                const TableMapping& table, const Mapping& mapping,
                                const sqlite::Schema* schema) {
  return of_row(sqlite_sql, table, mapping, schema, true,
                [&](Translator& translator, const sqlite::Expression& tree) {
                  return translator.store(translator.write(tree), column);
                });
}

std::string type_of_expression(const std::string& sqlite_sql, const TableMapping& table,
                               const Mapping& mapping, const sqlite::Schema* schema) {
  std::string type = "text";
  of_row(sqlite_sql, table, mapping, schema, true,
         [&](Translator& translator, const sqlite::Expression& tree) {
           type = type_of(translator.write(tree).family);
           return type;
         });
  return type;
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
