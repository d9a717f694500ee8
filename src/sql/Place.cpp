#include "sql/Place.hpp"

#include <algorithm>

namespace dunlin::sql {

void Place::advance_to(std::size_t offset) {
  std::string_view passed = text_.substr(offset_, offset - offset_);
  const std::size_t line_end = passed.rfind('\n');
  if (line_end != std::string_view::npos) {
    line_ += static_cast<std::uint32_t>(std::count(passed.begin(), passed.end(), '\n'));
    passed.remove_prefix(line_end + 1);
    column_ = 1;
  }
  // Bytes 10xxxxxx go on with a character of UTF-8.
  column_ += static_cast<std::uint32_t>(std::count_if(
      passed.begin(), passed.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  offset_ = offset;
}

}  // namespace dunlin::sql
