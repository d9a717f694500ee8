#include "transfer/verify/RowImage.hpp"

#include "base/Error.hpp"

namespace dunlin::transfer {

void RowImage::cut_short() {
  throw Error(ErrorCode::failed, "a row's binary image ends in its middle");
}

std::int64_t signed_number(std::string_view field) {
  if (field.empty() || field.size() > sizeof(std::int64_t))
    throw Error(ErrorCode::failed, "a field of a row's binary image is no number");
  std::uint64_t bits = 0;
  for (const char byte : field) bits = bits << 8 | static_cast<std::uint8_t>(byte);
  const auto unused = 64 - 8 * static_cast<int>(field.size());
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

}  // namespace dunlin::transfer
