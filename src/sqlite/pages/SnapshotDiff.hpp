#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sqlite/pages/Record.hpp"

namespace dunlin::sqlite {

/// What tells the rows of a table apart, for a comparison.
enum class RowIdentity : std::uint8_t {
  rowid,      ///< the rowid is part of the row: INTEGER PRIMARY KEY
  whole_row,  ///< the rowid isn't part of the row, and VACUUM may change it: rows are a multiset
  key         ///< WITHOUT ROWID: the first columns of the record
};

/// A table whose rows are to be compared.
struct ComparedTable {
  std::string name;
  RowIdentity identity = RowIdentity::rowid;
  std::size_t key_columns = 0;  ///< of a WITHOUT ROWID table
};

/// Where rows are in one file: by rowid, or by key for WITHOUT ROWID tables.
struct RowPlaces {
  std::vector<std::int64_t> rowids;
  std::vector<std::vector<StoredValue>> keys;
  std::size_t size() const { return rowids.size() + keys.size(); }
  friend bool operator==(const RowPlaces&, const RowPlaces&) = default;
};

/// What became different in a table: rows as they were, to be found in the file before, and rows as they are
/// now, in the file after. A changed row is in both.
struct TableDiff {
  std::string table;
  RowPlaces gone;
  RowPlaces come;
  friend bool operator==(const TableDiff&, const TableDiff&) = default;
};

/// What a comparison looked at and found.
struct SnapshotDiff {
  std::vector<TableDiff> tables;    ///< in the order they were asked for, those without a difference too
  std::vector<std::string> schema;  ///< tables of the source that came, went or are another: a line each
  std::uint64_t pages = 0;
  std::uint64_t changed_pages = 0;         ///< all of them where page sizes differ
  std::uint64_t pages_with_rows_read = 0;  ///< of both files
  std::vector<PageNumber> changed;         ///< these pages, in order
  bool chains_searched = false;            ///< pages of long values changed where their rows didn't
  std::size_t rows() const;
};

/// Compares two private copies of one database. Only pages that changed are parsed; after VACUUM, which moves
/// everything, that is all of them, in the order of their keys and with little memory. With a difference in
/// the tables' definitions (`schema`) no rows are compared. Throws a failed Error for a damaged file. With
/// `candidates` only these pages are looked at: the caller knows that no others differ.
SnapshotDiff diff_snapshots(const std::filesystem::path& before, const std::filesystem::path& after,
                            const std::vector<ComparedTable>& tables,
                            const std::optional<std::vector<PageNumber>>& candidates = std::nullopt);

}  // namespace dunlin::sqlite
