#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// What of a row's binary COPY image is summed up: the image itself; for a table with jsonb columns one in
/// which they are spelled canonically, because the server stores jsonb in an order and spelling of its own.
/// Everybody who adds to a table's RowSum goes through this.
class SumImage {
 public:
  explicit SumImage(const TableMapping& table);

  /// Good until the next call, and as long as `image`. Throws a failed Error for what isn't a row's image.
  std::string_view of(std::string_view image);

 private:
  std::vector<bool> is_jsonb_;  ///< of each column; empty: none is
  std::string changed_;
};

}  // namespace dunlin::transfer
