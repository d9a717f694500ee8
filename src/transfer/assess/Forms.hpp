#pragma once

#include <optional>
#include <string>

#include "transfer/Profile.hpp"

namespace dunlin::transfer {

/// `form`, or "" when it is the usual one.
std::string usual_or(const std::string& form, const std::string& usual);

/// One form for values in several: fractions of different lengths become an optional or a trimmed one. When
/// other parts differ, the most frequent form: some values then come back in another spelling.
std::string unified_form(const Shape& shape);

/// The same for a column of moments, whatever they have (an offset, no time).
std::string moment_form(const ColumnProfile& profile);

}  // namespace dunlin::transfer
