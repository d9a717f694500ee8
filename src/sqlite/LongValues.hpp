#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sqlite/Database.hpp"
#include "sqlite/Schema.hpp"

namespace dunlin::sqlite {

/// Values of one column that are longer than allowed.
struct LongValues {
  std::string table;
  std::string column;
  std::int64_t count = 0;
  std::int64_t longest = 0;       ///< bytes
  std::vector<std::string> keys;  ///< of the first of them, with their bytes: "id=17: 1,000,000,000 bytes"
  friend bool operator==(const LongValues&, const LongValues&) = default;
};

/// Looks for values of more than `limit` bytes without reading them: only the headers of the rows. A file of
/// fewer bytes has none, and isn't looked at. Texts in tables WITHOUT ROWID are read.
std::vector<LongValues> find_long_values(Database& database, const Schema& schema, std::int64_t limit);

}  // namespace dunlin::sqlite
