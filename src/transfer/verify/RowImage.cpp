#include "transfer/verify/RowImage.hpp"

#include "base/Error.hpp"

namespace dunlin::transfer {
namespace {

[[noreturn]] void cut_short() {
  throw Error(ErrorCode::failed, "a row's binary image ends in its middle");
}

}  // namespace

std::uint32_t RowImage::number(std::size_t bytes) {
  if (rest_.size() < bytes) cut_short();
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<unsigned char>(rest_[i]);
  rest_.remove_prefix(bytes);
  return value;
}

int RowImage::fields() {
  return static_cast<std::int16_t>(number(2));
}

std::optional<std::string_view> RowImage::next() {
  const auto size = static_cast<std::int32_t>(number(4));
  if (size < 0) return std::nullopt;
  if (rest_.size() < static_cast<std::size_t>(size)) cut_short();
  const auto field = rest_.substr(0, static_cast<std::size_t>(size));
  rest_.remove_prefix(static_cast<std::size_t>(size));
  return field;
}

}  // namespace dunlin::transfer
