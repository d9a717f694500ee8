#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// A name that the statement gives to something new, or to something that is there.
struct DefinedName {
  std::string kind;  ///< "table", "column", "index", ...
  std::string name;
};

/// Names of tables, columns, constraints, indexes, views, functions, types, sequences, schemas and triggers;
/// not of policies, which are often sentences.
std::vector<DefinedName> defined_names(const Scene& scene);

}  // namespace dunlin::lint
