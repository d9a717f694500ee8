#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sqlite/Value.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/values/Field.hpp"

namespace dunlin::transfer {

/// Turns binary COPY images back into SQLite's values: the reverse of RowEncoder, byte for byte where a
/// column is reversible.
class RowDecoder {
 public:
  /// `table` must outlive it. Throws a usage Error for a type or form that isn't one.
  explicit RowDecoder(const TableMapping& table);

  /// The values of one row, good until the next call and as long as the image. Throws a failed Error for an
  /// image that isn't one of this table.
  const std::vector<sqlite::Value>& decode(std::string_view image);

 private:
  const TableMapping* table_;
  std::vector<Field> fields_;
  std::vector<sqlite::Value> values_;
  std::vector<std::string> texts_;  ///< of values that were spelled anew
};

}  // namespace dunlin::transfer
