#pragma once

#include <cstddef>
#include <string_view>

namespace dunlin::sql {

/// The data lines below a COPY ... FROM STDIN.
struct CopyData {
  std::size_t offset = 0;
  std::size_t length = 0;                          ///< without the line `\.` that ends them
  std::size_t end = 0;                             ///< where SQL goes on
  std::size_t misplaced = std::string_view::npos;  ///< text that stands where the data can't begin yet
};

/// Finds the data of a COPY whose semicolon is before `behind`: from the next line to `\.` alone on a line,
/// or to the end of the text. A comment may follow the semicolon, nothing else.
CopyData find_copy_data(std::string_view text, std::size_t behind);

}  // namespace dunlin::sql
