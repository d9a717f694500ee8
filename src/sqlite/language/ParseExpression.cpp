#include <algorithm>
#include <utility>

#include "sqlite/language/Parser.hpp"

namespace dunlin::sqlite {
namespace {

using Kind = Expression::Kind;

// How tightly operators bind (SQLite docs, "SQL Language Expressions" 2).
enum Level : int {
  k_or = 1,
  k_and,
  k_not,
  k_equality,
  k_comparison,
  k_escape,
  k_bits,
  k_sum,
  k_product,
  k_concat,
  k_collate,
  k_unary
};

constexpr int k_highest_tree = 300;

struct Operator {
  std::string_view written, text;
  int level;
};
constexpr Operator k_operators[] = {
    {"OR", "OR", k_or},         {"AND", "AND", k_and},    {"<", "<", k_comparison},
    {"<=", "<=", k_comparison}, {">", ">", k_comparison}, {">=", ">=", k_comparison},
    {"&", "&", k_bits},         {"|", "|", k_bits},       {"<<", "<<", k_bits},
    {">>", ">>", k_bits},       {"+", "+", k_sum},        {"-", "-", k_sum},
    {"*", "*", k_product},      {"/", "/", k_product},    {"%", "%", k_product},
    {"||", "||", k_concat},     {"->", "->", k_concat},   {"->>", "->>", k_concat}};

Expression node(Kind kind, std::string text, std::vector<Expression> operands = {}) {
  Expression made;
  made.kind = kind;
  made.text = std::move(text);
  made.operands = std::move(operands);
  return made;
}

Expression pair_of(Kind kind, std::string text, Expression left, Expression right) {
  std::vector<Expression> operands;
  operands.push_back(std::move(left));
  operands.push_back(std::move(right));
  return node(kind, std::move(text), std::move(operands));
}

bool is_associative(std::string_view text) {
  return text == "AND" || text == "OR" || text == "||";
}

}  // namespace

// A node once its operands are known: its height is checked and remembered.
Expression Parser::grown(Expression node) {
  int below = node.kind == Kind::subquery || node.kind == Kind::exists || node.kind == Kind::in_select
                  ? node.height
                  : 0;
  for (const Expression& operand : node.operands) below = std::max(below, operand.height);
  node.height = below + 1;
  if (node.height > k_highest_tree) fail("an expression with too many levels");
  tallest_ = std::max(tallest_, node.height);
  return node;
}

Expression Parser::operators(int lowest) {
  const Nesting nesting(*this);
  Expression left = prefix();
  for (;;) {
    if (lowest <= k_collate && accept("COLLATE")) {
      left = grown(node(Kind::collate, name(), {std::move(left)}));
      continue;
    }
    if (lowest <= k_equality && equality_operator(left)) continue;
    const auto* found = std::find_if(std::begin(k_operators), std::end(k_operators),
                                     [&](const Operator& one) { return is(one.written); });
    if (found == std::end(k_operators) || found->level < lowest) return left;
    ++at_;
    Expression right = operators(found->level + 1);
    const bool same = left.kind == Kind::binary && left.text == found->text && is_associative(found->text);
    // (a OR b) OR c and a OR b OR c mean the same: one node for a long chain.
    if (same) {
      left.operands.push_back(std::move(right));
      left = grown(std::move(left));
    } else {
      left = grown(pair_of(Kind::binary, std::string(found->text), std::move(left), std::move(right)));
    }
  }
}

// The operators that bind like =; false when none follows.
bool Parser::equality_operator(Expression& left) {
  const bool negated = is("NOT") && (is("LIKE", 1) || is("GLOB", 1) || is("REGEXP", 1) || is("MATCH", 1) ||
                                     is("IN", 1) || is("BETWEEN", 1) || is("NULL", 1));
  if (negated) ++at_;
  if (accept("=") || accept("==")) {
    left = grown(pair_of(Kind::binary, "=", std::move(left), operators(k_equality + 1)));
  } else if (accept("<>") || accept("!=")) {
    left = grown(pair_of(Kind::binary, "<>", std::move(left), operators(k_equality + 1)));
  } else if (accept("ISNULL") || accept("NOTNULL") || (negated && accept("NULL"))) {
    const bool not_null = negated || same_name(tokens_[at_ - 1].text, "NOTNULL");
    left = grown(node(Kind::is_null, "", {std::move(left)}));
    left.negated = not_null;
  } else if (accept("IS")) {
    bool differs = accept("NOT");
    if (accept_all({"DISTINCT", "FROM"})) differs = !differs;
    Expression right = operators(k_equality + 1);
    if (right.kind == Kind::null) {
      left = grown(node(Kind::is_null, "", {std::move(left)}));
      left.negated = differs;
    } else {
      left = grown(pair_of(Kind::binary, differs ? "IS NOT" : "IS", std::move(left), std::move(right)));
    }
  } else if (accept("BETWEEN")) {
    Expression made = node(Kind::between, "", {std::move(left)});
    made.operands.push_back(operators(k_not));
    expect("AND");
    made.operands.push_back(operators(k_equality + 1));
    made.negated = negated;
    left = grown(std::move(made));
  } else if (accept("IN")) {
    in_operator(left, negated);
  } else if (is("LIKE") || is("GLOB") || is("REGEXP") || is("MATCH")) {
    std::string text(tokens_[at_++].text);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
    Expression made = pair_of(Kind::like, std::move(text), std::move(left), operators(k_equality + 1));
    if (accept("ESCAPE")) made.operands.push_back(operators(k_escape + 1));
    made.negated = negated;
    left = grown(std::move(made));
  } else {
    return false;
  }
  return true;
}

void Parser::in_operator(Expression& left, bool negated) {
  Expression made;
  if (is("(") && (is("SELECT", 1) || is("WITH", 1) || is("VALUES", 1))) {
    ++at_;
    made = subquery_of(Kind::in_select);
    made.operands.push_back(std::move(left));
    expect(")");
  } else if (accept("(")) {
    made = node(Kind::in_list, "", {std::move(left)});
    if (!is(")"))
      for (Expression& member : expressions()) made.operands.push_back(std::move(member));
    expect(")");
  } else {
    made = node(Kind::in_table, "", {std::move(left)});
    qualified_name(made.schema, made.text);
    if (is("(")) fail("table-valued functions after IN aren't read");
  }
  made.negated = negated;
  left = grown(std::move(made));
}

Expression Parser::prefix() {
  if (accept("NOT")) return grown(node(Kind::unary, "NOT", {operators(k_not)}));
  for (const char* sign : {"-", "+", "~"})
    if (accept(sign)) return grown(node(Kind::unary, sign, {operators(k_unary)}));
  return primary();
}

Expression Parser::primary() {
  if (is("(")) return parenthesized();
  if (is("CASE")) return case_when();
  if (is("CAST") && is("(", 1)) return cast();
  if (is("RAISE") && is("(", 1)) return raise();
  if (is("EXISTS")) {
    ++at_;
    expect("(");
    Expression made = subquery_of(Kind::exists);
    expect(")");
    return grown(std::move(made));
  }
  if (is_name() && is("(", 1)) return function_call();
  return literal_or_name();
}

Expression Parser::literal_or_name() {
  const Token& token = peek();
  for (const char* word : {"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"})
    if (accept(word)) return grown(node(Kind::current_time, word));
  if (accept("NULL")) return grown(node(Kind::null, ""));
  if (is_name()) {
    Expression made = node(Kind::name, "");
    made.double_quoted = token.kind == Token::Kind::double_quoted;
    made.text = name();
    if (accept(".")) {
      made.double_quoted = false;
      made.table = std::exchange(made.text, name());
      if (accept(".")) made.schema = std::exchange(made.table, std::exchange(made.text, name()));
    }
    return grown(std::move(made));
  }
  ++at_;
  switch (token.kind) {
    case Token::Kind::integer: return grown(node(Kind::integer, std::string(token.text)));
    case Token::Kind::real: return grown(node(Kind::real, std::string(token.text)));
    case Token::Kind::string: return grown(node(Kind::string, unquote(token.text)));
    case Token::Kind::blob:
      return grown(node(Kind::blob, std::string(token.text.substr(2, token.text.size() - 3))));
    case Token::Kind::parameter: return grown(node(Kind::parameter, std::string(token.text)));
    default: --at_; fail("an expression expected");
  }
}

Expression Parser::parenthesized() {
  expect("(");
  if (is("SELECT") || is("WITH") || is("VALUES")) {
    Expression made = subquery_of(Kind::subquery);
    expect(")");
    return grown(std::move(made));
  }
  std::vector<Expression> members = expressions();
  expect(")");
  if (members.size() == 1) return std::move(members.front());
  return grown(node(Kind::row, "", std::move(members)));
}

// A node that holds a SELECT; its height so far is that of the tallest expression within.
Expression Parser::subquery_of(Expression::Kind kind) {
  const int outside = std::exchange(tallest_, 0);
  Expression made = node(kind, "");
  made.select.push_back(select());
  made.height = tallest_;
  tallest_ = std::max(outside, tallest_);
  return made;
}

Expression Parser::function_call() {
  Expression made = node(Kind::function, name());
  expect("(");
  if (accept("*")) {
    made.star = true;
  } else if (!is(")")) {
    if (accept("DISTINCT"))
      made.distinct = true;
    else
      accept("ALL");
    made.operands = expressions();
    if (accept_all({"ORDER", "BY"})) made.order_by = ordering_terms();
  }
  expect(")");
  call_tail(made);
  return grown(std::move(made));
}

void Parser::call_tail(Expression& call) {
  if (is("FILTER") && is("(", 1)) {
    at_ += 2;
    expect("WHERE");
    call.filter.push_back(expression());
    expect(")");
  }
  if (is("OVER") && (is("(", 1) || is_name(1))) {
    ++at_;
    if (is("(")) {
      call.over.push_back(window_definition());
    } else {
      Window window;
      window.name = name();
      window.only_name = true;
      call.over.push_back(std::move(window));
    }
  }
}

Window Parser::window_definition() {
  Window window;
  expect("(");
  if (is_name() && !is("PARTITION") && !is("ORDER") && !is("RANGE") && !is("ROWS") && !is("GROUPS"))
    window.name = name();
  if (accept_all({"PARTITION", "BY"})) window.partition_by = expressions();
  if (accept_all({"ORDER", "BY"})) window.order_by = ordering_terms();
  for (const char* unit : {"RANGE", "ROWS", "GROUPS"})
    if (window.unit.empty() && accept(unit)) window.unit = unit;
  if (!window.unit.empty()) {
    window.between = accept("BETWEEN");
    frame_bound(window.start, window.start_offset);
    if (window.between) {
      expect("AND");
      frame_bound(window.end, window.end_offset);
    }
    if (accept("EXCLUDE")) {
      if (accept_all({"NO", "OTHERS"}))
        window.exclude = "NO OTHERS";
      else if (accept_all({"CURRENT", "ROW"}))
        window.exclude = "CURRENT ROW";
      else if (accept("GROUP"))
        window.exclude = "GROUP";
      else
        expect("TIES"), window.exclude = "TIES";
    }
  }
  expect(")");
  return window;
}

void Parser::frame_bound(std::string& bound, std::vector<Expression>& offset) {
  if (accept_all({"CURRENT", "ROW"})) {
    bound = "CURRENT ROW";
    return;
  }
  if (accept("UNBOUNDED"))
    bound = "UNBOUNDED ";
  else
    offset.push_back(expression());
  if (accept("PRECEDING")) {
    bound += "PRECEDING";
  } else {
    expect("FOLLOWING");
    bound += "FOLLOWING";
  }
}

Expression Parser::case_when() {
  expect("CASE");
  Expression made = node(Kind::case_when, "");
  made.has_base = !is("WHEN");
  if (made.has_base) made.operands.push_back(expression());
  if (!is("WHEN")) fail("WHEN expected");
  while (accept("WHEN")) {
    made.operands.push_back(expression());
    expect("THEN");
    made.operands.push_back(expression());
  }
  made.has_else = accept("ELSE");
  if (made.has_else) made.operands.push_back(expression());
  expect("END");
  return grown(std::move(made));
}

Expression Parser::cast() {
  at_ += 2;
  Expression made = node(Kind::cast, "", {expression()});
  expect("AS");
  made.text = type_name();
  expect(")");
  return grown(std::move(made));
}

Expression Parser::raise() {
  at_ += 2;
  Expression made = node(Kind::raise, "");
  if (accept("IGNORE")) {
    made.text = "IGNORE";
  } else {
    for (const char* action : {"ROLLBACK", "ABORT", "FAIL"})
      if (made.text.empty() && accept(action)) made.text = action;
    if (made.text.empty()) fail("IGNORE, ROLLBACK, ABORT or FAIL expected");
    expect(",");
    made.operands.push_back(expression());
  }
  expect(")");
  return grown(std::move(made));
}

std::vector<Expression> Parser::expressions() {
  std::vector<Expression> list;
  do {
    list.push_back(expression());
  } while (accept(","));
  return list;
}

std::vector<OrderingTerm> Parser::ordering_terms() {
  std::vector<OrderingTerm> terms;
  do {
    terms.push_back(ordering_term());
  } while (accept(","));
  return terms;
}

OrderingTerm Parser::ordering_term() {
  OrderingTerm term;
  term.expression = expression();
  if (!accept("ASC")) term.descending = accept("DESC");
  if (accept("NULLS")) {
    term.nulls = is("FIRST") ? OrderingTerm::Nulls::first : OrderingTerm::Nulls::last;
    if (!accept("FIRST")) expect("LAST");
  }
  return term;
}

}  // namespace dunlin::sqlite
