#include <algorithm>

#include "base/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;
using sqlite::same_name;
using sqlite::SelectCore;

std::string indented_join(const std::string& join) {
  return join == "," || join == "CROSS JOIN" ? " CROSS JOIN "
         : join == "INNER JOIN"              ? " JOIN "
                                             : " " + join + " ";
}

}  // namespace

// What `*` stands for, column by column.
std::vector<sqlite::ResultColumn> Translator::expanded(const SelectCore& core, const Scope& scope) const {
  std::vector<sqlite::ResultColumn> columns;
  for (const sqlite::ResultColumn& written : core.columns) {
    if (!written.expression.empty()) {
      columns.push_back(written);
      continue;
    }
    for (const ScopeSource& source : scope.sources) {
      if (!written.table.empty() && !same_name(source.name, written.table)) continue;
      for (const auto& [name, term] : source.columns) {
        const bool again = written.table.empty() && std::any_of(source.joined.begin(), source.joined.end(),
                                                                [&, &column = name](const std::string& one) {
                                                                  return same_name(one, column);
                                                                });
        if (again) continue;
        sqlite::ResultColumn column;
        Expression e;
        e.kind = Kind::name;
        e.table = source.name;
        e.text = name;
        column.expression.push_back(std::move(e));
        column.alias = name;
        columns.push_back(std::move(column));
      }
    }
  }
  return columns;
}

std::string Translator::one_source(const sqlite::Source& source, Scope& scope) {
  if (!source.group.empty()) {
    if (!source.alias.empty()) throw Untranslatable("an alias of several joined tables");
    return "(" + from(source.group, scope) + ")";
  }
  if (source.is_function) throw Untranslatable("table-valued function " + source.table + "()");
  if (!source.schema.empty() && !same_name(source.schema, "main"))
    throw Untranslatable("table " + source.schema + "." + source.table + " of another database");
  if (source.select.empty()) {
    std::string sql;
    scope.sources.push_back(table_source(source.table, source.alias, sql));
    return sql;
  }
  Translator inner(mapping_, schema_);
  inner.common_tables_ = common_tables_;
  inner.views_entered_ = views_entered_;
  const TranslatedSelect result = inner.select(source.select.front());
  for (const std::string& one : inner.notes_) note(one);
  volatility_ = std::max(volatility_, inner.volatility_);
  ScopeSource made{.name = source.alias};
  const std::string alias =
      source.alias.empty() ? "s" + std::to_string(scope.sources.size() + 1) : source.alias;
  made.qualifier = quote_identifier(alias);
  for (std::size_t i = 0; i < result.columns.size(); ++i) {
    Term term = result.columns[i];
    term.sql = quote_identifier(result.names[i]);
    term.atom = true;
    term.constant_text = term.constant_number = false;
    term.constant.clear();
    term.clock = Clock::none;
    term.extract.clear();
    made.columns.emplace_back(result.names[i], std::move(term));
  }
  scope.sources.push_back(std::move(made));
  return "(" + result.sql + ") AS " + quote_identifier(alias);
}

std::string Translator::join_condition(const sqlite::Source& source, Scope& scope, std::size_t first_right) {
  std::vector<std::string> shared = source.using_columns;
  if (source.join.find("NATURAL") != std::string::npos) {
    for (const auto& [name, term] : scope.sources.at(first_right).columns)
      for (std::size_t i = 0; i < first_right; ++i)
        for (const auto& [other, unused] : scope.sources[i].columns)
          if (same_name(name, other) && std::find(shared.begin(), shared.end(), name) == shared.end())
            shared.push_back(name);
  }
  std::string sql;
  if (!shared.empty() &&
      (source.join.find("RIGHT") != std::string::npos || source.join.find("FULL") != std::string::npos))
    throw Untranslatable("USING in a RIGHT or FULL JOIN");
  for (const std::string& column : shared) {
    Expression left, right;
    left.kind = right.kind = Kind::name;
    left.text = right.text = column;
    for (std::size_t i = first_right; i-- > 0;)
      for (const auto& [name, term] : scope.sources[i].columns)
        if (same_name(name, column)) left.table = scope.sources[i].name;
    right.table = scope.sources.at(first_right).name;
    scope.sources.at(first_right).joined.push_back(column);
    enter(scope);
    sql += (sql.empty() ? "" : " AND ") + comparison("=", left, right).sql;
    leave();
  }
  if (!source.on.empty()) {
    enter(scope);
    sql = condition(source.on.front());
    leave();
  }
  return sql;
}

std::string Translator::from(const std::vector<sqlite::Source>& sources, Scope& scope) {
  std::string sql;
  for (const sqlite::Source& source : sources) {
    const std::size_t first_right = scope.sources.size();
    const std::string text = one_source(source, scope);
    if (sql.empty() && &source == sources.data()) {
      sql = text;
      if (!source.on.empty()) throw Untranslatable("ON without a JOIN");
      continue;
    }
    std::string join = source.join;
    const std::string natural = "NATURAL ";
    const std::string on = join_condition(source, scope, first_right);
    if (const auto at = join.find(natural); at != std::string::npos) join.erase(at, natural.size());
    const bool outer = join.find("LEFT") != std::string::npos || join.find("RIGHT") != std::string::npos ||
                       join.find("FULL") != std::string::npos;
    if (!outer) {
      sql += on.empty() ? " CROSS JOIN " + text : " JOIN " + text + " ON " + on;
    } else {
      sql += indented_join(join) + text + " ON " + (on.empty() ? "true" : on);
    }
  }
  return sql;
}

}  // namespace dunlin::transfer
