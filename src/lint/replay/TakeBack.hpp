#pragma once

#include <cstddef>
#include <set>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// Takes out of a catalog what the statements of these files have made (model::Origin::file_index), with what
/// can't be without it: for a later file that has dropped it in ways that a replay doesn't see.
void take_back(model::Catalog& catalog, const std::set<std::size_t>& files);

}  // namespace dunlin::lint
