#pragma once

#include <string_view>

#include "cli/Invocation.hpp"

namespace dunlin::cli {

/// All verbs of `dunlin transfer` share one list of options. Throws a usage Error for one that was given to a
/// verb that has nothing to do with it (it would be ignored without a word), and for a time that can't be
/// meant.
void require_options_of(std::string_view verb, const Invocation& invocation);

}  // namespace dunlin::cli
