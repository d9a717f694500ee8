#pragma once

#include <optional>
#include <vector>

#include "sqlite/pages/Btree.hpp"
#include "sqlite/pages/SnapshotDiff.hpp"

namespace dunlin::sqlite {

/// Pages with rows of one table in one of the files.
struct PagesOfTable {
  const PageFile& file;
  std::vector<PageNumber> pages;
  bool of_rowids = true;
};

/// Compares the rows of these pages by rowid, page by page on both sides: memory doesn't grow with them.
TableDiff diff_by_rowid(const PagesOfTable& before, const PagesOfTable& after);

/// Compares the records as multisets, by their 128-bit hashes: 32 bytes a row, in several passes above
/// `rows_at_once`.
TableDiff diff_by_record(const PagesOfTable& before, const PagesOfTable& after, std::size_t key_columns,
                         std::size_t rows_at_once = 16'000'000);

}  // namespace dunlin::sqlite
