#pragma once

#include <string>
#include <vector>

#include "transfer/Mapping.hpp"
#include "transfer/Profile.hpp"

namespace dunlin::transfer {

/// Narrower or richer types that would fit, or fit nearly, with how many values don't and where they are.
std::vector<std::string> suggestions_for(const std::string& column, const ColumnMapping& mapping,
                                         const ColumnProfile& profile);

}  // namespace dunlin::transfer
