#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// A type of PostgreSQL as CREATE TABLE has it, in its parts: "numeric(12,2)" is numeric, 12, 2;
/// "character varying(20)" is varchar, 20. Names are small letters and the short ones.
struct TargetType {
  std::string name;
  std::optional<int> first;   ///< precision or length
  std::optional<int> second;  ///< scale
  friend bool operator==(const TargetType&, const TargetType&) = default;
};

/// Reads a type. A name it doesn't know stays as it is. Throws a usage Error for what isn't a type.
TargetType parse_target_type(std::string_view text);

/// The conversion into `type` of values stored as `from` says: "" for the usual one of that type, else
/// "integer", "text", "blob", "hex", "epoch_s", "epoch_ms", "epoch_us", "core_data", "webkit", "julian".
/// Throws a usage Error that lists what there is, when there is none.
Conversion conversion_for(std::string_view type, std::string_view from);

/// The word for `from` that makes conversion_for() return this conversion; "" where the type is enough.
std::string from_of(Conversion conversion);

}  // namespace dunlin::transfer
