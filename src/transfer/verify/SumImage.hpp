#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// What is the same whenever two values of a column are: the field's bytes; of jsonb a canonical spelling,
/// because the server keeps it in one of its own; of a numeric that PostgreSQL computes its digits without
/// their scale, which follows from the expression there and from the value in SQLite. Nothing for NULL.
std::optional<std::string> comparable_field(const ColumnMapping& column,
                                            std::optional<std::string_view> field);

/// What of a row's binary COPY image is summed up: the image itself; for a table with columns that aren't
/// compared byte by byte one of their comparable fields. Everybody who adds to a table's RowSum goes through
/// this.
class SumImage {
 public:
  /// `table` must outlive it.
  explicit SumImage(const TableMapping& table);

  /// Good until the next call, and as long as `image`. Throws a failed Error for what isn't a row's image.
  std::string_view of(std::string_view image);

 private:
  const TableMapping* table_;
  bool as_it_is_ = true;  ///< all columns are compared byte by byte
  std::string changed_;
};

}  // namespace dunlin::transfer
