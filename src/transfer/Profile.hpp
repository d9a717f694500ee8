#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::transfer {

/// What the values of one column look like. Counts are of rows.
struct ColumnProfile {
  std::string column;
  std::int64_t nulls = 0, integers = 0, reals = 0, texts = 0, blobs = 0;
  std::int64_t min_integer = 0, max_integer = 0;  ///< where integers > 0
  double min_real = 0, max_real = 0;              ///< where reals > 0
  std::int64_t min_length = 0, max_length = 0;    ///< bytes of texts and blobs
  std::int64_t empty_texts = 0, nul_texts = 0, invalid_utf8 = 0;
  friend bool operator==(const ColumnProfile&, const ColumnProfile&) = default;
};

struct TableProfile {
  std::string table;
  std::int64_t rows = 0;
  std::vector<ColumnProfile> columns;
  friend bool operator==(const TableProfile&, const TableProfile&) = default;
};

}  // namespace dunlin::transfer
