#include "sqlite/FillFromText.hpp"

#include <algorithm>

#include "sqlite/language/Parse.hpp"
#include "sqlite/language/Token.hpp"

namespace dunlin::sqlite {
namespace {

void fill_columns(Table& table, const CreateTable& text) {
  for (Column& column : table.columns) {
    const auto written =
        std::find_if(text.columns.begin(), text.columns.end(),
                     [&](const ColumnDefinition& one) { return same_name(one.name, column.name); });
    if (written != text.columns.end() && written->generated) column.generated_sql = written->generated->sql;
  }
}

// Both lists are in the order of the text.
void fill_foreign_keys(Table& table, const CreateTable& text) {
  if (table.foreign_keys.size() != text.foreign_keys.size()) {
    table.text_problem = "its foreign keys can't be told apart in its text";
    return;
  }
  for (std::size_t i = 0; i < table.foreign_keys.size(); ++i) {
    table.foreign_keys[i].name = text.foreign_keys[i].name;
    table.foreign_keys[i].initially_deferred = text.foreign_keys[i].initially_deferred;
  }
}

void fill_index(Table& table, Index& index) {
  const auto text = parse_create_index(index.sql);
  if (!text.tree || text.tree->terms.size() != index.terms.size()) {
    table.text_problem = "index " + index.name + ": " + text.error;
    return;
  }
  for (std::size_t i = 0; i < index.terms.size(); ++i)
    if (index.terms[i].column.empty()) index.terms[i].expression = text.tree->term_texts[i];
  if (text.tree->where) index.where_sql = text.tree->where->sql;
}

}  // namespace

void fill_from_text(Table& table) {
  const auto text = parse_create_table(table.sql);
  if (text.tree) {
    fill_columns(table, *text.tree);
    for (const CheckClause& check : text.tree->checks)
      table.checks.push_back({check.name, check.condition.sql});
    fill_foreign_keys(table, *text.tree);
  } else {
    table.text_problem = text.error;
  }
  for (Index& index : table.indexes)
    if (index.origin == Index::Origin::created) fill_index(table, index);
}

}  // namespace dunlin::sqlite
