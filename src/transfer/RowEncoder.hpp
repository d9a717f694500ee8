#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sqlite/Value.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// A value that doesn't fit its column.
struct Misfit {
  std::size_t column = 0;   ///< index in TableMapping::columns
  sqlite::Value value;      ///< good as long as the row
  const char* reason = "";  ///< "text in a bigint column", "NUL byte in text", ...
  model::MisfitPolicy taken = model::MisfitPolicy::refuse;
};

/// Turns rows of one table into PostgreSQL's binary COPY format (PostgreSQL docs, COPY, "Binary Format").
class RowEncoder {
 public:
  explicit RowEncoder(const TableMapping& table);

  /// Appends the image of the row to `out` and returns true; or leaves `out` as it was and returns false when
  /// a value is refused or rejects its row. What didn't fit is in misfits() until the next call.
  bool encode(std::span<const sqlite::Value> row, std::string& out);
  const std::vector<Misfit>& misfits() const { return misfits_; }

 private:
  const TableMapping* table_;
  std::vector<Misfit> misfits_;
};

/// What precedes and ends a stream of rows.
std::string_view copy_header();
std::string_view copy_trailer();

}  // namespace dunlin::transfer
