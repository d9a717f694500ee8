#pragma once

#include <cstdint>
#include <string>

#include "lint/Scene.hpp"

namespace dunlin::lint {

enum class DefaultVolatility : std::uint8_t {
  constant,   ///< one value for all rows
  volatile_,  ///< a value for each row: as a new column's default it rewrites the table
  unknown,    ///< calls a function that isn't known, or one in SQL that may be inlined to a constant
};

/// What a default means for the rows that are there. A VOLATILE function in the language sql may be inlined:
/// then what it says counts, not what it is declared as (measured on 15).
DefaultVolatility default_volatility(const Scene& scene, const model::Expression& expression);

/// The function for which it is unknown: "app.next_code"; "" for none.
std::string undecided_function(const Scene& scene, const model::Expression& expression);

}  // namespace dunlin::lint
