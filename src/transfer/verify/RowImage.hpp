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
  int fields();
  /// The bytes of the next field; nothing for NULL. Throws a failed Error when the image ends before.
  std::optional<std::string_view> next();

 private:
  std::uint32_t number(std::size_t bytes);
  std::string_view rest_;
};

}  // namespace dunlin::transfer
