#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "sqlite/Value.hpp"

namespace dunlin::transfer {

/// Room for any number's text.
using NumberBuffer = std::array<char, 40>;

/// An integer's digits, or the shortest text of a real that reads back as the same one: with a point or an
/// exponent, so that it can't be taken for an integer's.
std::string_view spell_number(const sqlite::Value& number, NumberBuffer& buffer);

/// The finite number whose text this is, as spell_number() has it; nothing for any other text ("007", "1e2",
/// "+1").
std::optional<sqlite::Value> read_number(std::string_view text);

}  // namespace dunlin::transfer
