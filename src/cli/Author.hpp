#pragma once

#include <string>

namespace dunlin::cli {

/// The `-- Author:` line of a migration with its end: $GIT_AUTHOR_NAME, else git's user.name as it holds for
/// the current folder. "" when neither is known.
std::string author_line();

}  // namespace dunlin::cli
