#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dunlin::transfer {

/// Goes through the fields of a row's binary COPY image (PostgreSQL docs, COPY, "Tuples").
class RowImage {
 public:
  explicit RowImage(std::string_view image) : rest_(image) {}

  /// The number of fields. To be called once, first.
  int fields() { return static_cast<std::int16_t>(number16()); }
  /// The bytes of the next field; nothing for NULL. Throws a failed Error when the image ends before. Here,
  /// because it is called for every value that is compared.
  std::optional<std::string_view> next() {
    const auto size = static_cast<std::int32_t>(number32());
    if (size < 0) return std::nullopt;
    return bytes(static_cast<std::size_t>(size));
  }

 private:
  std::string_view bytes(std::size_t count) {
    if (rest_.size() < count) cut_short();
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  // In network order.
  std::uint32_t number16() {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes(2).data());
    return std::uint32_t{at[0]} << 8 | at[1];
  }
  std::uint32_t number32() {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes(4).data());
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
  }
  [[noreturn]] static void cut_short();
  std::string_view rest_;
};

/// The signed number in a field of up to 8 bytes: an integer, days, microseconds.
std::int64_t signed_number(std::string_view field);

}  // namespace dunlin::transfer
