#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dunlin::transfer {

/// What a set of rows sums up to: their number, and the sum modulo 2^128 of each row's 128-bit hash (XXH3)
/// over its binary COPY image. The order of rows doesn't matter, a row that is there twice counts twice, sums
/// add up and can be subtracted.
struct RowSum {
  std::int64_t rows = 0;
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  /// Adds one row's image: from its field count to the end of its last field.
  void add(std::string_view image);
  void subtract(std::string_view image);
  RowSum& operator+=(const RowSum& other);
  RowSum& operator-=(const RowSum& other);
  friend bool operator==(const RowSum&, const RowSum&) = default;
};

/// 32 hex digits, the high half first.
std::string to_hex(const RowSum& sum);
/// Reads them back. Throws a usage Error for anything else.
RowSum row_sum(std::int64_t rows, std::string_view hex);

}  // namespace dunlin::transfer
