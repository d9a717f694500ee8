#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/Value.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/values/Field.hpp"
#include "transfer/values/ImageWriter.hpp"

namespace dunlin::transfer {

/// A value that doesn't fit its column.
struct Misfit {
  std::size_t column = 0;   ///< index in TableMapping::columns
  sqlite::Value value;      ///< good as long as the row
  const char* reason = "";  ///< "text in a bigint column", "NUL byte in text", ...
  model::MisfitPolicy taken = model::MisfitPolicy::refuse;
};

/// What is known of the values that will be encoded. `tried`: the dry run has seen all of them, and where the
/// plan says `refuse` none was refused. What a text holds isn't looked at again then; the server does, and
/// takes no bad text or JSON either.
enum class Values : std::uint8_t { unknown, tried };

/// Turns rows of one table into PostgreSQL's binary COPY format (PostgreSQL docs, COPY, "Binary Format").
class RowEncoder {
 public:
  /// `table` must outlive it. Throws a usage Error for a type or form that isn't one.
  explicit RowEncoder(const TableMapping& table, Values values = Values::unknown);

  /// Appends the image of the row to `out` and returns true; or leaves `out` as it was and returns false when
  /// a value is refused or rejects its row. What didn't fit is in misfits() until the next call.
  bool encode(std::span<const sqlite::Value> row, std::string& out);
  const std::vector<Misfit>& misfits() const { return misfits_; }

 private:
  bool settle(std::size_t column, const sqlite::Value& value, const char* fault);
  bool store_otherwise(const Field& field, const sqlite::Value& value);
  bool fits_a_row(std::span<const sqlite::Value> row);
  std::size_t size_in_page() const;

  const TableMapping* table_;
  std::vector<Field> fields_;
  ImageWriter image_;
  std::vector<Misfit> misfits_;
};

/// What precedes and ends a stream of rows.
std::string_view copy_header();
std::string_view copy_trailer();

}  // namespace dunlin::transfer
