#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/IndexStatement.hpp"

namespace dunlin::sql {

/// A procedure as its CREATE statement defines it.
struct ProcedureDefinition {
  QualifiedName name;
  std::string
      body;  ///< the text between the quotes; "" for BEGIN ATOMIC and RETURN bodies, which can't commit
  friend bool operator==(const ProcedureDefinition&, const ProcedureDefinition&) = default;
};

/// The procedure that a CALL statement calls; nothing for other statements.
std::optional<QualifiedName> called_procedure(std::string_view statement);

/// The procedure that CREATE [OR REPLACE] PROCEDURE defines; nothing for other statements.
std::optional<ProcedureDefinition> created_procedure(std::string_view statement);

/// True when a PL/pgSQL body has COMMIT or ROLLBACK as a statement of its own: outside of strings, comments
/// and expressions. Procedures that the body calls aren't looked into; see procedures_called_in.
bool body_commits(std::string_view plpgsql_body);

/// The procedures that a PL/pgSQL body calls with CALL, in the order of the text.
std::vector<QualifiedName> procedures_called_in(std::string_view plpgsql_body);

/// The code of a DO statement; nothing for other statements.
std::optional<std::string> do_body(std::string_view statement);

/// True for a DO statement whose code commits. Code in another language than PL/pgSQL counts when it mentions
/// commit or rollback at all (spi_commit(), plpy.rollback()).
bool do_commits(std::string_view statement);

}  // namespace dunlin::sql
