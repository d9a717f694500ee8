#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/Name.hpp"

namespace dunlin::model {

/// A piece of a statement: bytes from its beginning.
struct Range {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::size_t end() const { return offset + length; }
  bool empty() const { return length == 0; }
  friend bool operator==(const Range&, const Range&) = default;
};

/// A type as the parser names it: int -> pg_catalog.int4 with the schema dropped, varchar(20) -> varchar
/// {20}.
struct TypeName {
  std::string schema;  ///< "" also for pg_catalog
  std::string name;    ///< "int4", "varchar", "timestamptz", "numeric", "serial8" (bigserial), "citext"
  std::vector<int> modifiers;  ///< (20), (10,2); of interval and bit as PostgreSQL packs them
  bool array = false;
  bool set_of = false;
  bool collated = false;  ///< COLLATE was given
  bool is_serial() const { return name == "serial2" || name == "serial4" || name == "serial8"; }
  friend bool operator==(const TypeName&, const TypeName&) = default;
};
/// As people write it: "varchar(20)", "timestamptz[]".
std::string to_string(const TypeName& type);

/// A call in an expression or query.
struct FunctionCall {
  QualifiedName name;  ///< lower case unless quoted; SQL's own forms by the function they mean: now for
                       ///< CURRENT_TIMESTAMP, current_user for CURRENT_USER, ...
  std::size_t arguments = 0;
  bool inside_subquery = false;       ///< evaluated in a (SELECT ...)
  bool alone_in_subquery = false;     ///< the (SELECT f()) form that is evaluated once
  Range range;                        ///< from the name to the closing parenthesis
  std::vector<std::string> literals;  ///< its string constants, in order
  friend bool operator==(const FunctionCall&, const FunctionCall&) = default;
};

/// A relation that a query names: RangeVar of the parse tree.
struct RelationUse {
  QualifiedName name;
  bool written = false;  ///< target of INSERT, UPDATE, DELETE, MERGE
  friend bool operator==(const RelationUse&, const RelationUse&) = default;
};

/// What a rule needs to know of an expression without walking a tree.
struct Expression {
  Range range;       ///< in the statement
  std::string text;  ///< as written
  std::vector<FunctionCall> calls;
  std::vector<std::vector<std::string>> columns;  ///< column references: {"user_id"}, {"t","user_id"}
  std::vector<RelationUse> relations;             ///< in sub-selects
  std::vector<TypeName> casts;                    ///< types cast to
  std::vector<std::string> strings;               ///< string constants
  bool has_subquery = false;
  bool is_constant = false;        ///< a literal, also cast: 'x'::text, -1, ARRAY[]::text[], NULL
  bool is_null = false;            ///< NULL, also cast
  bool is_always_true = false;     ///< true, 1=1, 'a'='a', also inside OR
  bool is_column = false;          ///< nothing but one column
  bool is_cast_of_column = false;  ///< nothing but column::type (casts.front())
  std::string
      not_null_column;  ///< c, when it says nothing but c IS NOT NULL (also in AND: see not_null_columns)
  std::vector<std::string>
      not_null_columns;  ///< columns that it proves to be NOT NULL: x IS NOT NULL [AND ...]
  bool empty() const { return text.empty(); }
  friend bool operator==(const Expression&, const Expression&) = default;
};

}  // namespace dunlin::model
