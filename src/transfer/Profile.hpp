#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// A stricter type that the values of a column might have, and how many of them do.
struct Shape {
  Conversion conversion = Conversion::text;
  std::int64_t fits = 0;
  std::int64_t misfits = 0;
  bool given_up = false;  ///< so many didn't fit that the rest wasn't looked at
  std::vector<std::pair<std::string, std::int64_t>> forms;  ///< of those that fit, the first ones seen first
  bool more_forms = false;
  std::vector<std::string> keys;  ///< of the first rows that don't fit: "id=17"
  friend bool operator==(const Shape&, const Shape&) = default;
};

/// What the values of one column look like. Counts are of rows.
struct ColumnProfile {
  std::string column;
  std::int64_t nulls = 0, integers = 0, reals = 0, texts = 0, blobs = 0;
  std::int64_t min_integer = 0, max_integer = 0;  ///< where integers > 0
  std::int64_t booleans = 0;                      ///< integers that are 0 or 1
  std::int64_t zeros = 0;                         ///< integers that are 0
  std::int64_t least_not_zero = 0;                ///< of the integers that aren't 0
  double min_real = 0, max_real = 0;              ///< where reals > 0; infinities count
  std::int64_t infinities = 0;
  std::int64_t whole_reals = 0;              ///< 3.0
  std::int64_t float_reals = 0;              ///< those that four bytes hold exactly
  int digits_before = 0, digits_behind = 0;  ///< most decimal digits of integers and reals around the point
  std::int64_t min_length = 0, max_length = 0;  ///< bytes of texts and blobs
  std::int64_t empty_texts = 0, nul_texts = 0, invalid_utf8 = 0;
  std::int64_t text_blobs = 0;        ///< blobs that would be a text
  std::vector<Shape> shapes;          ///< of texts, and of blobs
  std::vector<std::string> odd_keys;  ///< of the first rows with another storage class than the first value
  std::vector<std::string> bad_text_keys;  ///< of the first texts with NUL or invalid UTF-8
  friend bool operator==(const ColumnProfile&, const ColumnProfile&) = default;

  std::int64_t values() const { return integers + reals + texts + blobs; }
  const Shape* shape(Conversion conversion) const;
  /// True when that conversion fits each of `wanted` values.
  bool all(Conversion conversion, std::int64_t wanted) const;
};

struct TableProfile {
  std::string table;
  std::int64_t rows = 0;
  std::vector<ColumnProfile> columns;  ///< in the order of the table; not the generated ones
  friend bool operator==(const TableProfile&, const TableProfile&) = default;
};

}  // namespace dunlin::transfer
