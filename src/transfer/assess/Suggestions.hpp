#pragma once

#include <optional>
#include <string>
#include <vector>

#include "transfer/Mapping.hpp"
#include "transfer/Profile.hpp"

namespace dunlin::transfer {

/// The way to count time that all numbers of a column would be plausible in (1990 to 2050), as `from` has it:
/// "epoch_ms"; nothing when there is none.
std::optional<std::string> plausible_epoch(const ColumnProfile& profile);

/// Narrower or richer types that would fit, or fit nearly, with how many values don't and where they are.
std::vector<std::string> suggestions_for(const std::string& column, const ColumnMapping& mapping,
                                         const ColumnProfile& profile);

}  // namespace dunlin::transfer
