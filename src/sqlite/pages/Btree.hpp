#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/pages/PageFile.hpp"

namespace dunlin::sqlite {

/// One entry of a b-tree page (SQLite docs, "Database File Format", 1.6): a row, or an entry of an index.
struct Cell {
  std::int64_t rowid = 0;          ///< of table b-trees
  std::uint64_t payload_size = 0;  ///< of the whole record
  std::string_view local;          ///< its part on this page
  PageNumber overflow = 0;         ///< where the rest begins; 0: all is here
};

/// The pages of one table or index. Pages that hold rows are the leaves of a table b-tree, and all pages of
/// an index b-tree (WITHOUT ROWID).
struct Tree {
  bool of_rowids = true;               ///< a table b-tree
  std::vector<PageNumber> with_rows;   ///< in the order of the rowids for a table b-tree
  std::vector<PageNumber> inner_only;  ///< pages without rows
};

/// Finds the pages of the tree at `root` from its interior pages alone: leaves aren't touched. Throws a
/// failed Error when they don't make a tree.
Tree walk_tree(const PageFile& file, PageNumber root);

/// The entries of a page that holds rows. Throws a failed Error for a page that isn't one.
std::vector<Cell> cells_of(const PageFile& file, PageNumber number, bool of_rowids);

/// The whole record of a cell: a view of the page, or of `buffer` when it goes on elsewhere.
std::string_view payload_of(const PageFile& file, const Cell& cell, std::string& buffer);

/// The first `wanted` bytes of the record, or all.
std::string_view payload_start(const PageFile& file, const Cell& cell, std::uint64_t wanted,
                               std::string& buffer);

/// True when one of the overflow pages of the cell is in `pages`.
bool overflows_into(const PageFile& file, const Cell& cell, const PageSet& pages);

}  // namespace dunlin::sqlite
