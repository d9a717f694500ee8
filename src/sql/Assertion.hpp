#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/Error.hpp"

namespace dunlin::sql {

/// The query behind `-- dunlin:assert` or `-- dunlin:verify`.
struct AssertionText {
  std::size_t length = 0;        ///< of the query, without its semicolon and comments behind it
  std::optional<Error> refusal;  ///< why it isn't one query, without its place
  std::size_t refused_at = 0;
};

/// Reads the argument of the directive of that name: one query that is complete on its line.
AssertionText read_assertion(std::string_view argument, std::string_view directive = "assert");

}  // namespace dunlin::sql
