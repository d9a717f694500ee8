#include "sqlite/pages/RowsOfPages.hpp"

#include <algorithm>
#include <tuple>
#include <xxhash.h>

namespace dunlin::sqlite {
namespace {

// Goes over the rows of pages in the order of their rowids.
class RowCursor {
 public:
  explicit RowCursor(const PagesOfTable& pages) : pages_(pages) { find_cell(); }

  bool at_end() const { return page_ == pages_.pages.size(); }
  std::int64_t rowid() const { return cells_[cell_].rowid; }
  std::string_view record() { return payload_of(pages_.file, cells_[cell_], buffer_); }

  void next() {
    const std::int64_t last = rowid();
    ++cell_;
    if (cell_ == cells_.size()) {
      ++page_;
      cells_.clear();
      find_cell();
    }
    if (!at_end() && rowid() <= last)
      throw pages_.file.damaged(pages_.pages[page_], "rowids don't go up from row to row");
  }

 private:
  void find_cell() {
    cell_ = 0;
    for (; !at_end(); ++page_) {
      cells_ = cells_of(pages_.file, pages_.pages[page_], true);
      if (!cells_.empty()) return;
    }
  }

  const PagesOfTable& pages_;
  std::vector<Cell> cells_;
  std::string buffer_;
  std::size_t page_ = 0;
  std::size_t cell_ = 0;
};

// A row by the hash of its record, and where it is.
struct HashedRow {
  std::uint64_t high, low;
  std::int64_t rowid;  // or the cell's number, of an index b-tree
  PageNumber page;
  bool same_record(const HashedRow& other) const { return high == other.high && low == other.low; }
  bool before(const HashedRow& other) const { return std::tie(high, low) < std::tie(other.high, other.low); }
};

struct Pass {
  std::uint64_t number, of;
};

std::vector<HashedRow> hashed_rows(const PagesOfTable& table, Pass pass) {
  std::vector<HashedRow> rows;
  std::string buffer;
  for (const PageNumber page : table.pages) {
    std::int64_t index = 0;
    for (const Cell& cell : cells_of(table.file, page, table.of_rowids)) {
      const std::string_view record = payload_of(table.file, cell, buffer);
      const XXH128_hash_t hash = XXH3_128bits(record.data(), record.size());
      if (hash.low64 % pass.of == pass.number)
        rows.push_back({hash.high64, hash.low64, table.of_rowids ? cell.rowid : index, page});
      ++index;
    }
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.before(b); });
  return rows;
}

void add_place(const PagesOfTable& table, const HashedRow& row, std::size_t key_columns, RowPlaces& places) {
  if (table.of_rowids) {
    places.rowids.push_back(row.rowid);
    return;
  }
  std::string buffer;
  const auto cells = cells_of(table.file, row.page, false);
  const auto record = payload_of(table.file, cells.at(static_cast<std::size_t>(row.rowid)), buffer);
  places.keys.push_back(read_record(table.file, row.page, record, key_columns));
}

void diff_pass(const PagesOfTable& before, const PagesOfTable& after, std::size_t key_columns, Pass pass,
               TableDiff& diff) {
  const auto left = hashed_rows(before, pass);
  const auto right = hashed_rows(after, pass);
  auto l = left.begin();
  auto r = right.begin();
  while (l != left.end() || r != right.end()) {
    if (l != left.end() && r != right.end() && l->same_record(*r)) {
      ++l;
      ++r;
    } else if (r == right.end() || (l != left.end() && l->before(*r))) {
      add_place(before, *l++, key_columns, diff.gone);
    } else {
      add_place(after, *r++, key_columns, diff.come);
    }
  }
}

std::size_t rows_of(const PagesOfTable& table) {
  std::size_t rows = 0;
  for (const PageNumber page : table.pages) rows += cells_of(table.file, page, table.of_rowids).size();
  return rows;
}

}  // namespace

TableDiff diff_by_rowid(const PagesOfTable& before, const PagesOfTable& after) {
  TableDiff diff;
  RowCursor left(before);
  RowCursor right(after);
  while (!left.at_end() || !right.at_end()) {
    const bool only_left = right.at_end() || (!left.at_end() && left.rowid() < right.rowid());
    const bool only_right = left.at_end() || (!right.at_end() && right.rowid() < left.rowid());
    const bool same = !only_left && !only_right && left.record() == right.record();
    if (!only_right) {
      if (!same) diff.gone.rowids.push_back(left.rowid());
      left.next();
    }
    if (!only_left) {
      if (!same) diff.come.rowids.push_back(right.rowid());
      right.next();
    }
  }
  return diff;
}

TableDiff diff_by_record(const PagesOfTable& before, const PagesOfTable& after, std::size_t key_columns,
                         std::size_t rows_at_once) {
  const std::uint64_t passes = (rows_of(before) + rows_of(after)) / rows_at_once + 1;
  TableDiff diff;
  for (std::uint64_t pass = 0; pass < passes; ++pass)
    diff_pass(before, after, key_columns, {pass, passes}, diff);
  return diff;
}

}  // namespace dunlin::sqlite
