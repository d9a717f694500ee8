#pragma once

#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// So many files lock tables that they are a folder's history rather than one deploy.
bool is_history(const std::vector<Touch>& touches);

}  // namespace dunlin::lint
