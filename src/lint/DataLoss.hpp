#pragma once

#include <string>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// What of others the statement destroys that no SQL can bring back: "rows of public.users", "column email of
/// public.users"; "" for nothing.
std::string lost_by(const Scene& scene);

}  // namespace dunlin::lint
