#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/command/Table.hpp"

namespace dunlin::model {

/// What a query does: the whole of a DML statement, the definition of a view, the source of CREATE TABLE AS.
struct Query {
  std::vector<RelationUse> relations;  ///< all that it names, CTEs left out
  std::vector<FunctionCall> calls;
  bool has_where = false;  ///< of the outermost statement
  bool where_always_true = false;
  bool has_limit = false;
  bool selects_star = false;  ///< a * in any select list
  std::vector<std::string>
      outputs;  ///< names of the output columns where they can be told; "" where not, "*" for a star
  std::vector<std::string> strings;  ///< string constants
  friend bool operator==(const Query&, const Query&) = default;
};

enum class DmlKind : std::uint8_t { select, insert, update, delete_, merge, copy_from, copy_to };

/// INSERT, UPDATE, DELETE, MERGE, SELECT, COPY.
struct Dml {
  DmlKind kind = DmlKind::select;
  QualifiedName target;  ///< empty for SELECT
  std::string alias;
  std::vector<std::string> columns;  ///< of INSERT and COPY; those that UPDATE sets
  bool from_query = false;           ///< INSERT ... SELECT, UPDATE ... FROM
  bool on_conflict = false;
  bool refers_to_itself = false;  ///< UPDATE t SET x = x + 1: not the same when it runs twice
  bool copies_program = false;    ///< COPY ... PROGRAM
  bool copies_file = false;       ///< COPY ... 'file'
  bool has_returning = false;
  std::size_t value_rows = 0;  ///< of INSERT ... VALUES, where it was read
  Query query;
  Expression where;
};

}  // namespace dunlin::model
