#pragma once

#include <string>
#include <vector>

#include "sqlite/language/Expression.hpp"

namespace dunlin::sqlite {

struct ResultColumn {
  std::vector<Expression> expression;  ///< none: * or table.*
  std::string table;                   ///< of table.*
  std::string alias;
  std::string sql;  ///< the expression as written, which is its name where it has no alias
  friend bool operator==(const ResultColumn&, const ResultColumn&) = default;
};

/// One item of FROM and how it is joined to those before it.
struct Source {
  std::string join;  ///< "" for the first, ",", "JOIN", "LEFT JOIN", "NATURAL INNER JOIN", ... OUTER left out
  std::string schema, table, alias;
  bool is_function = false;  ///< table(arguments)
  std::vector<Expression> arguments;
  std::vector<Select> select;  ///< (SELECT ...): one or none
  std::vector<Source> group;   ///< (a JOIN b)
  std::vector<Expression> on;  ///< one or none
  std::vector<std::string> using_columns;
  friend bool operator==(const Source&, const Source&);
};

/// WINDOW name AS (...).
struct NamedWindow {
  std::string name;
  Window window;
  friend bool operator==(const NamedWindow&, const NamedWindow&) = default;
};

/// SELECT ... without ORDER BY and LIMIT, or VALUES.
struct SelectCore {
  bool distinct = false;
  std::vector<ResultColumn> columns;
  std::vector<Source> from;
  std::vector<Expression> where, having;  ///< one or none
  std::vector<Expression> group_by;
  std::vector<NamedWindow> windows;
  std::vector<std::vector<Expression>> values;  ///< VALUES: everything else is empty
  friend bool operator==(const SelectCore&, const SelectCore&);
};

struct CommonTable {
  std::string name;
  std::vector<std::string> columns;
  std::string materialized;  ///< "", "MATERIALIZED", "NOT MATERIALIZED"
  std::vector<Select> select;
  friend bool operator==(const CommonTable&, const CommonTable&);
};

/// A whole SELECT (SQLite docs, "SELECT").
struct Select {
  bool recursive = false;
  std::vector<CommonTable> with;
  std::vector<SelectCore> cores;
  std::vector<std::string> operators;  ///< between the cores: "UNION", "UNION ALL", "INTERSECT", "EXCEPT"
  std::vector<OrderingTerm> order_by;
  std::vector<Expression> limit, offset;  ///< one or none
  friend bool operator==(const Select&, const Select&) = default;
};

}  // namespace dunlin::sqlite
