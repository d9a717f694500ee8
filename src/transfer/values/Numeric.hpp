#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "transfer/values/ImageWriter.hpp"

namespace dunlin::transfer {

/// numeric(precision, scale); -1: not limited.
struct NumericLimits {
  int precision = -1;
  int scale = -1;
};

/// Each writes a field of type numeric with the exact value, or returns why it can't be one and writes
/// nothing. With a scale the field has as many digits behind the point, as the server would store it.
const char* write_numeric(std::int64_t value, NumericLimits limits, ImageWriter& out);
/// The shortest decimal that reads back as the same double.
const char* write_numeric(double value, NumericLimits limits, ImageWriter& out);
/// "[+-]digits[.digits][e[+-]digits]"; digits behind the point are kept, also zeros.
const char* write_numeric(std::string_view decimal, NumericLimits limits, ImageWriter& out);

/// The decimal spelling of a numeric field (without its length): "-12.50", "NaN", "Infinity". False for bytes
/// that aren't one.
bool spell_numeric(std::string_view field, std::string& out);

}  // namespace dunlin::transfer
