#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/command/Expression.hpp"

namespace dunlin::sql {

/// How an expression puts a statement together: 'a' || b || quote_ident(c), format('... %I', d).
struct DynamicText {
  std::optional<std::string> text;     ///< all of it, when it is made of constants only
  std::string constant;                ///< the constant parts, with spaces for what is put between them
  std::vector<model::Range> unquoted;  ///< what is put in as it is: without quote_ident, quote_literal, %I,
                                       ///< %L, and not of a type that can't hold SQL
};

/// True for types whose text is a number or a quoted name, never SQL: integer, uuid, regclass, ...
bool is_harmless_type(std::string_view type);

/// Reads || and format() by tokens (docs, 43.5.4: executing dynamic commands). Another expression, such as a
/// variable, is one unquoted part.
DynamicText read_dynamic_text(std::string_view expression);

}  // namespace dunlin::sql
