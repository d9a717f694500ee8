#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::sqlite {

struct Select;
struct Window;
struct OrderingTerm;

/// An expression of SQLite's SQL, a plain tree (SQLite docs, "SQL Language Expressions").
struct Expression {
  enum class Kind : std::uint8_t {
    null,
    integer,  ///< `text` as written: "42", "0xFF"
    real,
    string,        ///< `text` is its value
    blob,          ///< `text` is its hex digits
    current_time,  ///< `text`: CURRENT_TIME, CURRENT_DATE or CURRENT_TIMESTAMP
    name,          ///< [[schema.]table.]text
    parameter,
    unary,      ///< - + ~ NOT
    binary,     ///< = <> < <= > >= IS "IS NOT" & | << >> + - * / % -> ->>; AND, OR and || with two or more
                ///< operands
    is_null,    ///< operand IS NULL; negated: IS NOT NULL
    like,       ///< `text`: LIKE, GLOB, REGEXP or MATCH; operands: value, pattern[, escape]
    between,    ///< operands: value, low, high
    in_list,    ///< operands: value, member...
    in_select,  ///< operand IN (select)
    in_table,   ///< operand IN schema.text
    exists,
    subquery,
    case_when,  ///< operands: [base,] when, then, ...[, else]
    cast,       ///< `text` is the type as written
    collate,    ///< `text` is the collation
    function,
    row,   ///< (a, b)
    raise  ///< `text`: IGNORE, ROLLBACK, ABORT or FAIL; operand: the message
  };
  Kind kind = Kind::null;
  std::string text;
  std::string schema, table;   ///< of a name; "" when not written
  bool double_quoted = false;  ///< a "name": a string where nothing has that name
  bool negated = false;        ///< NOT LIKE, NOT BETWEEN, NOT IN, IS NOT NULL
  bool has_base = false;       ///< CASE base WHEN
  bool has_else = false;
  bool star = false;  ///< function(*)
  bool distinct = false;
  std::vector<Expression> operands;
  std::vector<Expression> filter;      ///< FILTER (WHERE ...): one or none
  std::vector<OrderingTerm> order_by;  ///< within an aggregate's parentheses
  std::vector<Window> over;            ///< one or none
  std::vector<Select> select;          ///< one or none
  int height = 1;                      ///< levels of this tree

  friend bool operator==(const Expression& left, const Expression& right);
};

struct OrderingTerm {
  enum class Nulls : std::uint8_t { unsaid, first, last };
  Expression expression;
  bool descending = false;
  Nulls nulls = Nulls::unsaid;
  friend bool operator==(const OrderingTerm&, const OrderingTerm&) = default;
};

/// OVER (...), or OVER name.
struct Window {
  std::string name;  ///< OVER name, or the window that the definition begins with
  bool only_name = false;
  std::vector<Expression> partition_by;
  std::vector<OrderingTerm> order_by;
  std::string unit;        ///< RANGE, ROWS or GROUPS; "" without a frame
  bool between = false;    ///< the frame has two bounds
  std::string start, end;  ///< "UNBOUNDED PRECEDING", "CURRENT ROW", "PRECEDING", ...
  std::vector<Expression> start_offset, end_offset;  ///< n PRECEDING: one or none
  std::string exclude;                               ///< "NO OTHERS", "CURRENT ROW", "GROUP", "TIES" or ""
  friend bool operator==(const Window&, const Window&) = default;
};

}  // namespace dunlin::sqlite
