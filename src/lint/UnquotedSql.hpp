#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// What dynamic SQL puts into its text as it is: without quote_ident, quote_literal, %I, %L.
struct UnquotedPart {
  std::string text;      ///< as written: "p_name", "lower(p_name)"
  model::Range place;    ///< in the statement; all of it when the body has no places of its own
  std::string argument;  ///< of the function, of a type that can hold SQL, that it is made of; "" for none
};

/// The parts of a PL/pgSQL function or DO block: of EXECUTE itself, and of the values that an executed
/// variable is given.
std::vector<UnquotedPart> unquoted_parts(const Scene& scene);

}  // namespace dunlin::lint
