#pragma once

#include <string>
#include <vector>

#include "trial/rls/Rewrite.hpp"

namespace dunlin::cli {

/// Of each policy the fastest form that is proven equal and faster.
std::vector<trial::Rewrite> forms_to_take(const std::vector<trial::Rewrite>& rewrites);

/// These forms as the text of a migration, with what takes them back as its rollback.
std::string rewrite_script(const std::vector<trial::Rewrite>& taken);

}  // namespace dunlin::cli
