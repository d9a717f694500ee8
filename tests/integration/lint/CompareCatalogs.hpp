#pragma once

#include <string>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::test {

/// What a replay says otherwise than the server, one line a difference; empty when it is right. Where the
/// replay says that it doesn't know (a view's types, an incomplete relation) it isn't asked.
std::vector<std::string> compare(const model::Catalog& replayed, const model::Catalog& real);

}  // namespace dunlin::test
