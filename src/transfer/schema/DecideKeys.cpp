#include <algorithm>

#include "base/Text.hpp"
#include "sql/command/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/schema/Decisions.hpp"
#include "transfer/schema/Expressions.hpp"

namespace dunlin::transfer {
namespace {

// Values that are different in SQLite stay so: they come back as the same bytes, and PostgreSQL compares
// those. (1.0 and 1.00 are one numeric; texts that became such may be two in SQLite.)
bool stays_distinct(const TableContext& context, const std::string& source) {
  const ColumnMapping* column = context.mapped(source);
  if (column == nullptr || folding_of(*column) != Folding::none) return false;
  return column->reversible && !(column->conversion == Conversion::numeric && column->form == "text");
}

bool stay_distinct(const TableContext& context, const std::vector<std::string>& sources) {
  return std::all_of(sources.begin(), sources.end(),
                     [&](const std::string& source) { return stays_distinct(context, source); });
}

// A column's own way to compare is what this term of an index asks for.
bool is_native(const PromisedColumn& column, const sqlite::IndexTerm& term) {
  return column.folding == Folding::none ? term.collation.empty()
                                         : sqlite::same_name(term.collation, "NOCASE");
}

// The columns of a constraint by their new names, each once (SQLite lets them be repeated); nothing when one
// of them didn't arrive or has no order.
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
    if (std::find(columns.begin(), columns.end(), column->name) == columns.end())
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
    if (!is_text_type(column->type) || is_native(*column, term)) return term.descending ? sql + " DESC" : sql;
    if (column->folding == Folding::citext) sql += "::text";
    if (sqlite::same_name(term.collation, "NOCASE"))
      sql = "lower(" + sql + " COLLATE \"C\")";
    else if (sqlite::same_name(term.collation, "RTRIM"))
      sql = "rtrim(" + sql + (column->folding == Folding::icu ? " COLLATE \"C\"" : "") + ", ' ')";
    else if (term.collation.empty())
      sql = "(" + sql + " COLLATE \"C\")";
    else
      context.changed("collation-left-out", index,
                      "the application's own collation " + term.collation + " of " + source +
                          " isn't known here: PostgreSQL compares the bytes",
                      "an ICU collation may order as it does");
  }
  return term.descending ? sql + " DESC" : sql;
}

// No two rows that SQLite lets be are equal here: what is indexed folds as SQLite does, exactly.
bool is_proven(const TableContext& context, const sqlite::Index& index) {
  if (!index.unique || index.where_sql) return false;
  return std::all_of(index.terms.begin(), index.terms.end(), [&](const sqlite::IndexTerm& term) {
    return !term.column.empty() && stays_distinct(context, term.column);
  });
}

std::optional<PromisedIndex> make_index(const TableContext& context, const sqlite::Index& index,
                                        const std::string& what) {
  PromisedIndex target{.unique = index.unique, .proven = is_proven(context, index)};
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

// Something that the columns don't compare by on their own. A primary key of columns that fold needs no other
// index beside it: it is stricter already.
bool has_collation(const TableContext& context, const sqlite::Index& index) {
  const bool key = index.origin == sqlite::Index::Origin::primary_key;
  return std::any_of(index.terms.begin(), index.terms.end(), [&](const sqlite::IndexTerm& term) {
    const PromisedColumn* column = context.arrived(term.column);
    if (key && column != nullptr && column->folding != Folding::none) return false;
    return column != nullptr && is_text_type(column->type) && !is_native(*column, term);
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
      target.primary_key =
          PromisedKey{.name = name, .columns = std::move(*columns), .proven = stay_distinct(context, key)};
    }
  }
  for (auto& unique : target.uniques) {  // of options, which no row has yet
    unique.name = context.names.claim(target.name, unique.columns, "key");
    unique.proven = true;
  }
  for (const auto& index : context.table.indexes) {
    if (index.origin == sqlite::Index::Origin::created) continue;
    if (has_collation(context, index)) {
      add_collated(context, index);
      continue;
    }
    if (index.origin == sqlite::Index::Origin::primary_key) continue;
    const auto sources = plain_columns(index);
    auto columns = key_columns(context, sources, "a UNIQUE constraint");
    if (!columns || (target.primary_key && target.primary_key->columns == *columns)) continue;
    const std::string name = context.names.claim(target.name, *columns, "key");
    target.uniques.push_back(
        {.name = name, .columns = std::move(*columns), .proven = stay_distinct(context, sources)});
  }
}

}  // namespace dunlin::transfer
