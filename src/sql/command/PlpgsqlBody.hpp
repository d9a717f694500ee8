#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/command/Expression.hpp"

namespace dunlin::sql {

/// A statement of SQL that stands in the body of a routine.
struct EmbeddedStatement {
  /// What the server is given. At the bytes of `place`, of the same length: PERFORM is SELECT, and what
  /// belongs to PL/pgSQL (INTO of a variable) is blank. Of a dynamic one the expression behind EXECUTE.
  std::string text;
  model::Range place;        ///< in the body
  bool dynamic = false;      ///< EXECUTE
  bool conditional = false;  ///< below IF, CASE or a loop, in a block that handles exceptions, or behind what
                             ///< may have ended the body (RETURN) or a block (EXIT label)
  bool alternative =
      false;          ///< below ELSE or in an exception handler: what stood before it is the usual case
  std::string guard;  ///< the condition, where conditional only by standing below one IF; "" otherwise
  friend bool operator==(const EmbeddedStatement&, const EmbeddedStatement&) = default;
};

/// variable := expression
struct Assignment {
  std::string variable;  ///< its first name: r of r.x
  model::Range value;    ///< in the body
};

/// DECLARE variable type
struct Declaration {
  std::string variable;
  std::string type;  ///< its first word, in lower case: "integer", "public"
};

struct EmbeddedStatements {
  std::vector<EmbeddedStatement> statements;  ///< in the order of the text
  std::vector<Assignment> assignments;
  std::vector<Declaration> declarations;
  std::string error;  ///< why reading ended before the body did; "" for all read
};

/// The SQL statements of a PL/pgSQL body, by the language's own structure (docs, 43.2, 43.5, 43.6): blocks,
/// IF, CASE, loops, handlers. Conditions are passed over. Reads tokens: libpg_query's
/// PL/pgSQL parser says no offsets, and refuses fields of variables of a table's row type.
EmbeddedStatements read_plpgsql_body(std::string_view body);

/// The statements of a body in SQL.
EmbeddedStatements read_sql_body(std::string_view body);

/// True when the body has a word that begins a statement which writes, defines or executes something: others
/// needn't be read.
bool body_may_change_anything(std::string_view body);

}  // namespace dunlin::sql
