#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/TableShape.hpp"

namespace dunlin::rehearse {

/// The `n`th value of a type in its text form: another one for each n as far as the type allows, and in
/// rising order for numbers, dates and times. Nothing for a type that isn't known here. Pure.
std::optional<std::string> sample_value(const Types& types, Oid type, int modifier, std::uint32_t n);

/// Values that a CHECK may have in mind: what it names itself, numbers around those that it compares with,
/// and, for text, the forms that checks ask for (addresses, codes, digits, dates, lengths). `count` plain
/// values, and `forms` of each such form. Pure.
std::vector<std::string> candidate_values(const Types& types, Oid type, int modifier, std::string_view checks,
                                          std::uint32_t count, std::uint32_t forms);

/// `type` without its domains. Pure.
Oid base_type(const Types& types, Oid type);

}  // namespace dunlin::rehearse
