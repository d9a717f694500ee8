#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/language/CreateTrigger.hpp"
#include "sqlite/language/Token.hpp"

namespace dunlin::sqlite {

/// Thrown within the parser only: parse_... turn it into an error text.
struct SyntaxError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Recursive descent over the tokens of one statement. Its methods are in Parse<Part>.cpp.
class Parser {
 public:
  explicit Parser(std::string_view sql) : sql_(sql), tokens_(tokenize(sql)) {}

  Expression expression() { return operators(1); }
  Select select();
  CreateTable create_table();
  CreateIndex create_index();
  CreateView create_view();
  CreateTrigger create_trigger();
  /// Nothing but semicolons is left.
  void finish();

 private:
  // Tokens (Parser.cpp)
  const Token& peek(std::size_t ahead = 0) const;
  bool is(std::string_view word, std::size_t ahead = 0) const;
  bool accept(std::string_view word);
  void expect(std::string_view word);
  bool accept_all(std::initializer_list<std::string_view> words);
  bool is_name(std::size_t ahead = 0) const;
  std::string name();
  std::vector<std::string> names_in_parentheses();
  std::string slice(std::size_t first_token, std::size_t past_token) const;
  [[noreturn]] void fail(std::string_view what) const;

  // Expressions (ParseExpression.cpp)
  Expression operators(int lowest);
  Expression prefix();
  Expression primary();
  Expression literal_or_name();
  Expression parenthesized();
  Expression function_call();
  Expression case_when();
  Expression cast();
  Expression raise();
  bool equality_operator(Expression& left);
  void in_operator(Expression& left, bool negated);
  void call_tail(Expression& call);
  Expression subquery_of(Expression::Kind kind);
  Window window_definition();
  void frame_bound(std::string& bound, std::vector<Expression>& offset);
  std::vector<Expression> expressions();
  std::vector<OrderingTerm> ordering_terms();
  OrderingTerm ordering_term();
  Expression grown(Expression node);

  // SELECT (ParseSelect.cpp)
  std::vector<CommonTable> common_tables();
  SelectCore core();
  void select_body(SelectCore& core);
  ResultColumn result_column();
  std::vector<Source> sources();
  Source source();
  void source_table(Source& source);
  bool join_operator(std::string& join);
  std::string alias();

  // CREATE (ParseTable.cpp, ParseTrigger.cpp)
  bool begins_temporary();
  void qualified_name(std::string& schema, std::string& name);
  void column(CreateTable& table);
  std::string type_name();
  bool column_constraint(CreateTable& table, ColumnDefinition& column, std::string& constraint);
  void generated(ColumnDefinition& column);
  void default_value(ColumnDefinition& column);
  bool table_constraint(CreateTable& table, std::string& constraint);
  ForeignKeyClause references(std::vector<std::string> columns, std::string constraint);
  bool deferrable(ForeignKeyClause& key);
  std::string on_conflict();
  WrittenExpression written_in_parentheses();
  TriggerStatement trigger_statement();
  Insert insert();
  Update update();
  Delete delete_from();
  Upsert upsert();
  std::vector<Assignment> assignments();

  /// Counts how deep the descent is; too deep is an error, not a crash.
  class Nesting {
   public:
    explicit Nesting(Parser& parser);
    ~Nesting() { --parser_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Parser& parser_;
  };

  std::string_view sql_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int tallest_ = 0;  // of the expressions that the innermost subquery has had so far
};

}  // namespace dunlin::sqlite
