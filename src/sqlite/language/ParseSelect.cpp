#include "sqlite/language/Parser.hpp"

namespace dunlin::sqlite {

Select Parser::select() {
  const Nesting nesting(*this);
  Select made;
  if (accept("WITH")) {
    made.recursive = accept("RECURSIVE");
    made.with = common_tables();
  }
  made.cores.push_back(core());
  for (;;) {
    if (accept_all({"UNION", "ALL"}))
      made.operators.emplace_back("UNION ALL");
    else if (accept("UNION"))
      made.operators.emplace_back("UNION");
    else if (accept("INTERSECT"))
      made.operators.emplace_back("INTERSECT");
    else if (accept("EXCEPT"))
      made.operators.emplace_back("EXCEPT");
    else
      break;
    made.cores.push_back(core());
  }
  if (accept_all({"ORDER", "BY"})) made.order_by = ordering_terms();
  if (accept("LIMIT")) {
    made.limit.push_back(expression());
    if (accept("OFFSET")) {
      made.offset.push_back(expression());
    } else if (accept(",")) {  // LIMIT offset, limit
      made.offset = std::move(made.limit);
      made.limit.clear();
      made.limit.push_back(expression());
    }
  }
  return made;
}

std::vector<CommonTable> Parser::common_tables() {
  std::vector<CommonTable> tables;
  do {
    CommonTable table;
    table.name = name();
    if (is("(")) table.columns = names_in_parentheses();
    expect("AS");
    if (accept("MATERIALIZED")) table.materialized = "MATERIALIZED";
    if (accept_all({"NOT", "MATERIALIZED"})) table.materialized = "NOT MATERIALIZED";
    expect("(");
    table.select.push_back(select());
    expect(")");
    tables.push_back(std::move(table));
  } while (accept(","));
  return tables;
}

SelectCore Parser::core() {
  SelectCore core;
  if (accept("VALUES")) {
    do {
      expect("(");
      core.values.push_back(expressions());
      expect(")");
    } while (accept(","));
    return core;
  }
  expect("SELECT");
  select_body(core);
  return core;
}

void Parser::select_body(SelectCore& core) {
  if (accept("DISTINCT"))
    core.distinct = true;
  else
    accept("ALL");
  do {
    core.columns.push_back(result_column());
  } while (accept(","));
  if (accept("FROM")) core.from = sources();
  if (accept("WHERE")) core.where.push_back(expression());
  if (accept_all({"GROUP", "BY"})) core.group_by = expressions();
  if (accept("HAVING")) core.having.push_back(expression());
  if (accept("WINDOW")) {
    do {
      std::string window = name();
      expect("AS");
      core.windows.push_back({std::move(window), window_definition()});
    } while (accept(","));
  }
}

ResultColumn Parser::result_column() {
  ResultColumn column;
  if (accept("*")) return column;
  if (is_name() && is(".", 1) && is("*", 2)) {
    column.table = name();
    at_ += 2;
    return column;
  }
  const std::size_t begin = at_;
  column.expression.push_back(expression());
  column.sql = slice(begin, at_);
  column.alias = alias();
  return column;
}

// AS name, or a name that can't be the beginning of what follows.
std::string Parser::alias() {
  if (accept("AS")) return name();
  if (peek().kind == Token::Kind::string) return name();
  if (!is_name()) return "";
  for (const char* word : {"CROSS", "FULL", "INNER", "INDEXED", "LEFT", "NATURAL", "OUTER", "RIGHT"})
    if (is(word)) return "";
  if (is("WINDOW") && is_name(1) && is("AS", 2)) return "";
  return name();
}

bool Parser::join_operator(std::string& join) {
  if (accept(",")) {
    join = ",";
    return true;
  }
  const std::size_t begin = at_;
  std::string kinds;
  const auto take = [&](std::string_view word) {
    if (!accept(word)) return;
    kinds += word;
    kinds += ' ';
  };
  for (int i = 0; i < 3; ++i)
    for (const char* word : {"NATURAL", "LEFT", "RIGHT", "FULL", "INNER", "CROSS"})
      take(word), accept("OUTER");
  if (!accept("JOIN")) {
    if (at_ != begin) fail("JOIN expected");
    return false;
  }
  join = kinds + "JOIN";
  return true;
}

std::vector<Source> Parser::sources() {
  std::vector<Source> list;
  std::string join;
  do {
    Source next = source();
    next.join = join;
    if (accept("ON")) next.on.push_back(expression());
    if (accept("USING")) next.using_columns = names_in_parentheses();
    list.push_back(std::move(next));
  } while (join_operator(join));
  return list;
}

Source Parser::source() {
  const Nesting nesting(*this);
  Source made;
  if (accept("(")) {
    if (is("SELECT") || is("WITH") || is("VALUES"))
      made.select.push_back(select());
    else
      made.group = sources();
    expect(")");
    made.alias = alias();
  } else {
    source_table(made);
  }
  return made;
}

void Parser::source_table(Source& source) {
  qualified_name(source.schema, source.table);
  if (accept("(")) {
    source.is_function = true;
    if (!is(")")) source.arguments = expressions();
    expect(")");
  }
  source.alias = alias();
  if (accept_all({"INDEXED", "BY"})) name();  // a hint to SQLite's planner: no part of the meaning
  accept_all({"NOT", "INDEXED"});
}

}  // namespace dunlin::sqlite
