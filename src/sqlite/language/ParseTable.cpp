#include <algorithm>
#include <array>
#include <utility>

#include "sqlite/language/Parser.hpp"

namespace dunlin::sqlite {

bool Parser::begins_temporary() {
  expect("CREATE");
  return accept("TEMP") || accept("TEMPORARY");
}

void Parser::qualified_name(std::string& schema, std::string& name) {
  name = this->name();
  if (accept(".")) schema = std::exchange(name, this->name());
}

CreateTable Parser::create_table() {
  CreateTable table;
  table.temporary = begins_temporary();
  expect("TABLE");
  table.if_not_exists = accept_all({"IF", "NOT", "EXISTS"});
  qualified_name(table.schema, table.name);
  if (accept("AS")) {
    table.as_select.push_back(select());
    return table;
  }
  expect("(");
  std::string constraint;
  do {
    const bool begins_constraint =
        is("CONSTRAINT") || is("PRIMARY") || is("UNIQUE") || is("CHECK") || is("FOREIGN");
    if (begins_constraint) break;
    column(table);
  } while (accept(","));
  // Commas between the table's constraints are optional.
  while (table_constraint(table, constraint)) accept(",");
  expect(")");
  do {
    if (accept_all({"WITHOUT", "ROWID"}))
      table.without_rowid = true;
    else if (accept("STRICT"))
      table.strict = true;
  } while (accept(","));
  return table;
}

void Parser::column(CreateTable& table) {
  ColumnDefinition column;
  column.name = name();
  column.type = type_name();
  table.columns.push_back(column);
  std::string constraint;
  while (column_constraint(table, column, constraint)) continue;
  table.columns.back() = std::move(column);
}

// Any number of words, then perhaps (number[, number]).
std::string Parser::type_name() {
  const std::size_t begin = at_;
  while ((is_name() || peek().kind == Token::Kind::string) && !(is("GENERATED") && is("ALWAYS", 1))) ++at_;
  if (at_ > begin && accept("(")) {
    do {
      if (!accept("+")) accept("-");
      const bool number =
          peek().kind == Token::Kind::integer || peek().kind == Token::Kind::real || is_name();
      if (!number) fail("a number expected");
      ++at_;
    } while (accept(","));
    expect(")");
  }
  return slice(begin, at_);
}

bool Parser::column_constraint(CreateTable& table, ColumnDefinition& column, std::string& constraint) {
  if (accept("CONSTRAINT")) {
    constraint = name();
    return true;
  }
  const auto key = [&](bool primary) {
    KeyClause made;
    made.primary = primary;
    made.name = std::exchange(constraint, "");
    OrderingTerm term;
    term.expression.kind = Expression::Kind::name;
    term.expression.text = column.name;
    if (primary && !accept("ASC")) term.descending = accept("DESC");
    made.terms.push_back(std::move(term));
    made.on_conflict = on_conflict();
    table.keys.push_back(std::move(made));
  };
  if (accept("DEFAULT")) {
    default_value(column);
  } else if (accept("NULL")) {
    on_conflict();
  } else if (accept_all({"NOT", "NULL"})) {
    column.not_null = true;
    column.not_null_conflict = on_conflict();
  } else if (accept_all({"PRIMARY", "KEY"})) {
    key(true);
    column.autoincrement = accept("AUTOINCREMENT");
  } else if (accept("UNIQUE")) {
    key(false);
  } else if (accept("CHECK")) {
    std::string named = std::exchange(constraint, "");
    table.checks.push_back({std::move(named), written_in_parentheses()});
  } else if (accept("REFERENCES")) {
    table.foreign_keys.push_back(references({column.name}, std::exchange(constraint, "")));
  } else if (accept("COLLATE")) {
    column.collation = name();
  } else if (is("GENERATED") || is("AS")) {
    generated(column);
  } else {
    // A DEFERRABLE belongs to the foreign key before it.
    return !table.foreign_keys.empty() && deferrable(table.foreign_keys.back());
  }
  return true;
}

void Parser::generated(ColumnDefinition& column) {
  if (accept("GENERATED")) {
    expect("ALWAYS");
    if (!is("AS")) return;  // SQLite leaves these two words out of the type, and that was all
  }
  expect("AS");
  column.generated = written_in_parentheses();
  column.stored = accept("STORED");
  if (!column.stored) accept("VIRTUAL");
}

// DEFAULT (expression), a literal with or without a sign, or a word.
void Parser::default_value(ColumnDefinition& column) {
  if (is("(")) {
    column.default_value = written_in_parentheses();
    return;
  }
  const std::size_t begin = at_;
  Expression value = is("-") || is("+") ? prefix() : literal_or_name();
  column.default_value = WrittenExpression{std::move(value), slice(begin, at_)};
}

WrittenExpression Parser::written_in_parentheses() {
  expect("(");
  const std::size_t begin = at_;
  Expression tree = expression();
  WrittenExpression made{std::move(tree), slice(begin, at_)};
  expect(")");
  return made;
}

std::string Parser::on_conflict() {
  if (!accept_all({"ON", "CONFLICT"})) return "";
  for (const char* action : {"ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"})
    if (accept(action)) return action;
  fail("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE expected");
}

bool Parser::table_constraint(CreateTable& table, std::string& constraint) {
  if (accept("CONSTRAINT")) {
    constraint = name();
    return true;
  }
  std::string named = std::exchange(constraint, "");
  if (is("PRIMARY") || is("UNIQUE")) {
    KeyClause key;
    key.primary = accept_all({"PRIMARY", "KEY"});
    if (!key.primary) expect("UNIQUE");
    key.name = std::move(named);
    expect("(");
    key.terms = ordering_terms();
    if (accept("AUTOINCREMENT") && !table.columns.empty()) {
      for (ColumnDefinition& column : table.columns)
        if (same_name(column.name, key.terms.front().expression.text)) column.autoincrement = true;
    }
    expect(")");
    key.on_conflict = on_conflict();
    table.keys.push_back(std::move(key));
  } else if (accept("CHECK")) {
    table.checks.push_back({std::move(named), written_in_parentheses()});
    on_conflict();
  } else if (accept_all({"FOREIGN", "KEY"})) {
    auto columns = names_in_parentheses();
    expect("REFERENCES");
    table.foreign_keys.push_back(references(std::move(columns), std::move(named)));
    deferrable(table.foreign_keys.back());
  } else {
    return false;
  }
  return true;
}

ForeignKeyClause Parser::references(std::vector<std::string> columns, std::string constraint) {
  ForeignKeyClause key;
  key.name = std::move(constraint);
  key.columns = std::move(columns);
  key.parent = name();
  if (is("(")) key.parent_columns = names_in_parentheses();
  for (;;) {
    if (accept("MATCH")) {
      key.match = name();
      continue;
    }
    if (!is("ON") || is("CONFLICT", 1)) break;
    ++at_;
    const bool on_delete = accept("DELETE");
    if (!on_delete && !accept("UPDATE")) expect("INSERT");
    std::string action;
    if (accept_all({"SET", "NULL"}))
      action = "SET NULL";
    else if (accept_all({"SET", "DEFAULT"}))
      action = "SET DEFAULT";
    else if (accept_all({"NO", "ACTION"}))
      action = "NO ACTION";
    else if (accept("CASCADE"))
      action = "CASCADE";
    else
      expect("RESTRICT"), action = "RESTRICT";
    (on_delete ? key.on_delete : key.on_update) = std::move(action);
  }
  return key;
}

bool Parser::deferrable(ForeignKeyClause& key) {
  const bool negated = accept_all({"NOT", "DEFERRABLE"});
  if (!negated && !accept("DEFERRABLE")) return false;
  bool deferred = false;
  if (accept("INITIALLY")) {
    deferred = accept("DEFERRED");
    if (!deferred) expect("IMMEDIATE");
  }
  key.initially_deferred = deferred && !negated;
  return true;
}

CreateIndex Parser::create_index() {
  CreateIndex index;
  expect("CREATE");
  index.unique = accept("UNIQUE");
  expect("INDEX");
  index.if_not_exists = accept_all({"IF", "NOT", "EXISTS"});
  qualified_name(index.schema, index.name);
  expect("ON");
  index.table = name();
  expect("(");
  do {
    const std::size_t begin = at_;
    OrderingTerm term = ordering_term();
    std::size_t end = at_;
    while (end > begin &&
           (same_name(tokens_[end - 1].text, "ASC") || same_name(tokens_[end - 1].text, "DESC")))
      --end;
    if (end >= begin + 2 && same_name(tokens_[end - 2].text, "COLLATE")) end -= 2;
    index.term_texts.push_back(slice(begin, end));
    index.terms.push_back(std::move(term));
  } while (accept(","));
  expect(")");
  if (accept("WHERE")) {
    const std::size_t begin = at_;
    Expression tree = expression();
    index.where = WrittenExpression{std::move(tree), slice(begin, at_)};
  }
  return index;
}

}  // namespace dunlin::sqlite
