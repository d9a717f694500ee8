#include "transfer/RowSum.hpp"

#include <charconv>
#include <fmt/format.h>
#include <xxhash.h>

#include "base/Error.hpp"

namespace dunlin::transfer {
namespace {

std::uint64_t read_half(std::string_view hex) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
  if (error != std::errc() || end != hex.data() + hex.size())
    throw usage_error(fmt::format("'{}' isn't a sum of rows", hex));
  return value;
}

}  // namespace

void RowSum::add(std::string_view image) {
  const XXH128_hash_t hash = XXH3_128bits(image.data(), image.size());
  *this += RowSum{1, hash.low64, hash.high64};
}

void RowSum::subtract(std::string_view image) {
  const XXH128_hash_t hash = XXH3_128bits(image.data(), image.size());
  *this -= RowSum{1, hash.low64, hash.high64};
}

RowSum& RowSum::operator+=(const RowSum& other) {
  rows += other.rows;
  low += other.low;
  high += other.high + (low < other.low ? 1 : 0);
  return *this;
}

RowSum& RowSum::operator-=(const RowSum& other) {
  rows -= other.rows;
  high -= other.high + (low < other.low ? 1 : 0);
  low -= other.low;
  return *this;
}

std::string to_hex(const RowSum& sum) {
  return fmt::format("{:016x}{:016x}", sum.high, sum.low);
}

RowSum row_sum(std::int64_t rows, std::string_view hex) {
  if (hex.size() != 32) throw usage_error(fmt::format("'{}' isn't a sum of rows", hex));
  return {rows, read_half(hex.substr(16)), read_half(hex.substr(0, 16))};
}

}  // namespace dunlin::transfer
