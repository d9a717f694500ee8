#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// What is the same whenever two values of a column are: the field's bytes; of jsonb a canonical spelling,
/// because the server keeps it in one of its own; of a numeric without a declared scale its digits
/// alone: 1.10 is 1.1 in SQLite; 0 for -0 of a float that comes from a column of SQLite's that keeps whole
/// numbers as integers, and so no -0 (REAL, NUMERIC and INTEGER affinity: SQLite docs, "Datatypes In SQLite"
/// 3). Nothing for NULL.
std::optional<std::string> comparable_field(const ColumnMapping& column,
                                            std::optional<std::string_view> field);

/// What of a row's binary COPY image is summed up: the image itself; for a table with columns that aren't
/// compared byte by byte one of their comparable fields. Everybody who adds to a table's RowSum goes through
/// this.
class SumImage {
 public:
  explicit SumImage(const TableMapping& table);

  /// Good until the next call, and as long as `image`. Throws a failed Error for what isn't a row's image.
  std::string_view of(std::string_view image);

 private:
  /// What makes equal values of a column the same bytes.
  enum class Way : std::uint8_t { as_it_is, least_scale, no_scale, plain_zero, canonical_json };
  static Way way_of(const ColumnMapping& column);
  static std::optional<std::string> comparable(Way way, std::optional<std::string_view> field);
  friend std::optional<std::string> comparable_field(const ColumnMapping& column,
                                                     std::optional<std::string_view> field);

  std::string_view changed_in_place(std::string_view image);
  std::string_view anew(std::string_view image);

  std::vector<Way> ways_;      ///< of the columns
  std::size_t looked_at_ = 0;  ///< columns, from the first to the last that isn't compared byte by byte
  bool encoded_anew_ = false;  ///< else the image with some bytes changed
  std::string changed_;
};

}  // namespace dunlin::transfer
