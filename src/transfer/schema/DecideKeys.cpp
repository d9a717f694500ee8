#include <algorithm>

#include "base/Text.hpp"
#include "sql/command/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/schema/Decisions.hpp"
#include "transfer/schema/Expressions.hpp"

namespace dunlin::transfer {
namespace {

// The columns of a constraint by their new names; nothing when one of them didn't arrive or has no order.
std::optional<std::vector<std::string>> key_columns(const TableContext& context,
                                                    const std::vector<std::string>& sources,
                                                    const std::string& what) {
  std::vector<std::string> columns;
  for (const auto& source : sources) {
    const PromisedColumn* column = context.arrived(source);
    if (column == nullptr || has_no_order(column->type)) {
      context.changed(
          "key-left-out", context.table.name,
          what + " isn't in the target: " + source +
              (column == nullptr ? " isn't transferred" : " is " + column->type + ", which has no order"));
      return std::nullopt;
    }
    columns.push_back(column->name);
  }
  return columns;
}

// A term as PostgreSQL indexes it; "" when it can't, with the Problem said.
std::string term_sql(const TableContext& context, const sqlite::IndexTerm& term, const std::string& index) {
  std::string sql;
  std::string source = term.column;
  const auto& alias = context.table.rowid_alias;
  if (source.empty() && sqlite::same_name(term.expression, "rowid") && alias)
    source = context.table.columns[*alias].name;
  if (source.empty()) {
    const Translation translation = immutable_expression(term.expression, context);
    if (!translation.ok()) {
      context.changed("index-not-translated", index, "the index isn't in the target: " + translation.problem,
                      "write the index in the migration by hand");
      return "";
    }
    for (const auto& remark : translation.notes) context.note("index-differs", index, remark);
    sql = "(" + translation.sql + ")";
  } else {
    const PromisedColumn* column = context.arrived(source);
    if (column == nullptr || has_no_order(column->type)) {
      context.changed(
          "index-left-out", index,
          "the index isn't in the target: " + source +
              (column == nullptr ? " isn't transferred" : " is " + column->type + ", which has no order"),
          column == nullptr ? "" : "a jsonb column can have a GIN index");
      return "";
    }
    sql = sql::readable_identifier(column->name);
    if (is_text_type(column->type) && sqlite::same_name(term.collation, "NOCASE"))
      sql = "lower(" + sql + " COLLATE \"C\")";
    else if (is_text_type(column->type) && sqlite::same_name(term.collation, "RTRIM"))
      sql = "rtrim(" + sql + ", ' ')";
    else if (is_text_type(column->type) && !term.collation.empty())
      context.changed("collation-left-out", index,
                      "the application's own collation " + term.collation + " of " + source +
                          " isn't known here: PostgreSQL compares the bytes",
                      "an ICU collation may order as it does");
  }
  return term.descending ? sql + " DESC" : sql;
}

std::optional<PromisedIndex> make_index(const TableContext& context, const sqlite::Index& index,
                                        const std::string& what) {
  PromisedIndex target{.unique = index.unique};
  for (const auto& term : index.terms) {
    target.terms.push_back(term_sql(context, term, what));
    if (target.terms.back().empty()) return std::nullopt;
  }
  if (index.where_sql) {
    const Translation translation = immutable_condition(*index.where_sql, context);
    if (!translation.ok()) {
      context.changed("index-not-translated", what,
                      "the index isn't in the target: WHERE " + *index.where_sql + ": " + translation.problem,
                      "write the index in the migration by hand");
      return std::nullopt;
    }
    for (const auto& remark : translation.notes) context.note("index-differs", what, remark);
    target.where = translation.sql;
  }
  return target;
}

std::vector<std::string> plain_columns(const sqlite::Index& index) {
  std::vector<std::string> columns;
  for (const auto& term : index.terms) columns.push_back(term.column);
  return columns;
}

bool has_collation(const TableContext& context, const sqlite::Index& index) {
  return std::any_of(index.terms.begin(), index.terms.end(), [&](const sqlite::IndexTerm& term) {
    const PromisedColumn* column = context.arrived(term.column);
    return !term.collation.empty() && column != nullptr && is_text_type(column->type);
  });
}

// Unique by a collation: two spellings of one word may not both be there.
void add_collated(const TableContext& context, const sqlite::Index& index) {
  const std::string what = context.table.name + " UNIQUE (" + join(plain_columns(index), ", ") + ")";
  if (auto target = make_index(context, index, what)) {
    std::vector<std::string> names;
    for (const auto& column : plain_columns(index))
      if (const PromisedColumn* arrived = context.arrived(column)) names.push_back(arrived->name);
    target->name = context.names.claim(context.target.name, names, "key");
    target->unique = true;
    context.target.indexes.push_back(std::move(*target));
  }
}

}  // namespace

void decide_indexes(const TableContext& context) {
  for (const auto& index : context.table.indexes) {
    if (index.origin != sqlite::Index::Origin::created) continue;
    const std::string source = "index " + index.name;
    if (context.is_left_out(source)) continue;
    auto target = make_index(context, index, source);
    if (!target) continue;
    target->source = source;
    target->name = context.names.claim(target_name(index.name, context.config.identifiers, {}));
    if (target->name != index.name)
      context.note("renamed", "index " + index.name, "it is called " + target->name + " in the target");
    context.target.indexes.push_back(std::move(*target));
  }
}

void decide_keys(const TableContext& context) {
  PromisedTable& target = context.target;
  const auto key = context.table.primary_key();
  if (!key.empty()) {
    if (auto columns = key_columns(context, key, "the primary key")) {
      const std::string name = context.names.claim(target.name, {}, "pkey");
      target.primary_key = PromisedKey{.name = name, .columns = std::move(*columns)};
    }
  }
  for (auto& unique : target.uniques)  // of options
    unique.name = context.names.claim(target.name, unique.columns, "key");
  for (const auto& index : context.table.indexes) {
    if (index.origin == sqlite::Index::Origin::created) continue;
    if (has_collation(context, index)) {
      add_collated(context, index);
      continue;
    }
    if (index.origin == sqlite::Index::Origin::primary_key) continue;
    auto columns = key_columns(context, plain_columns(index), "a UNIQUE constraint");
    if (!columns || (target.primary_key && target.primary_key->columns == *columns)) continue;
    const std::string name = context.names.claim(target.name, *columns, "key");
    target.uniques.push_back({.name = name, .columns = std::move(*columns)});
  }
}

}  // namespace dunlin::transfer
