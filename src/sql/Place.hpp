#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dunlin::sql {

/// Counts lines and columns (in characters) of places that are asked for from left to right: linear over the
/// whole text, also when all of it is one line.
class Place {
 public:
  Place(std::string_view text, std::size_t offset, int first_line)
      : text_(text), offset_(offset), line_(static_cast<std::uint32_t>(first_line)) {}

  /// Goes on to `offset`, which isn't left of the last one.
  void advance_to(std::size_t offset);
  std::uint32_t line() const { return line_; }
  std::uint32_t column() const { return column_; }

 private:
  std::string_view text_;
  std::size_t offset_;
  std::uint32_t line_;
  std::uint32_t column_ = 1;
};

}  // namespace dunlin::sql
