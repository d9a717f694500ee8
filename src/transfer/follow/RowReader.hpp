#pragma once

#include <cstdint>
#include <vector>

#include "sqlite/Database.hpp"
#include "sqlite/pages/SnapshotDiff.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Reads single rows of a table in a private copy: the mapped columns, as SQLite hands them out.
class RowReader {
 public:
  /// Throws a refused Error for a table whose rows can't be named: three columns hide its rowid.
  RowReader(sqlite::Database& copy, const TableMapping& table);

  /// The row, good until the next call. Throws a failed Error when it isn't there.
  const std::vector<sqlite::Value>& at(std::int64_t rowid);
  const std::vector<sqlite::Value>& at(const std::vector<sqlite::StoredValue>& key);

 private:
  const std::vector<sqlite::Value>& read();

  const TableMapping* table_;
  sqlite::Query query_;
  std::vector<sqlite::Value> row_;
};

}  // namespace dunlin::transfer
