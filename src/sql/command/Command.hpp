#pragma once

#include <string_view>

#include "model/command/Command.hpp"

namespace dunlin::sql {

/// What one statement says (without leading comments and final semicolon). Understands PostgreSQL 15's
/// grammar and the forms of 16-18 that sql/command/NewerSyntax knows; another text is `Unparsed` with the
/// parser's reason. To be called on a large stack (on_large_stack).
model::Command parse_command(std::string_view statement);

/// The same for a statement of which the first words tell that it only writes rows (INSERT ... VALUES without
/// a function call, COPY): read by its tokens, without a parse. `monostate` for all others.
model::Command parse_rows_command(std::string_view statement);

/// One SQL expression, such as the USING of a policy as pg_get_expr gives it. Empty (but for text) when it
/// can't be parsed. On a large stack.
model::Expression parse_expression(std::string_view expression);

}  // namespace dunlin::sql
