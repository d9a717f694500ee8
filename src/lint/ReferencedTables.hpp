#pragma once

#include <set>
#include <string>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// Tables in use that the statement's new foreign keys reference, as Scene::shown writes them; not the table
/// that they are added to.
std::set<std::string> live_referenced_tables(const Scene& scene, const JudgedStatement& statement);

}  // namespace dunlin::lint
