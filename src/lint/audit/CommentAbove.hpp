#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/File.hpp"

namespace dunlin::lint::audit {

/// The `--` lines directly above a statement, without those that are about the file (Author: ...) or steer a
/// tool.
std::vector<std::string> comment_above(std::string_view text, const JudgedStatement& statement);

}  // namespace dunlin::lint::audit
