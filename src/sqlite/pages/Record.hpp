#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/Value.hpp"
#include "sqlite/pages/PageFile.hpp"

namespace dunlin::sqlite {

/// A value that keeps its bytes. Text is as the file has it: in the encoding of its database.
struct StoredValue {
  Storage storage = Storage::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string bytes;
  friend bool operator==(const StoredValue&, const StoredValue&) = default;
};

/// The first `columns` values of a record (SQLite docs, "Database File Format", 2.1). Throws a failed Error
/// that names `page` when it isn't one.
std::vector<StoredValue> read_record(const PageFile& file, PageNumber page, std::string_view record,
                                     std::size_t columns);

}  // namespace dunlin::sqlite
