#include "sqlite/pages/SnapshotDiff.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <numeric>

#include "base/Text.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/capture/ChangeLog.hpp"
#include "sqlite/pages/Freelist.hpp"
#include "sqlite/pages/RowsOfPages.hpp"

namespace dunlin::sqlite {
namespace {

// What sqlite_schema says of one table or index.
struct Root {
  std::string type;
  std::string sql;
  PageNumber page = 0;
};

using Roots = std::map<std::string, Root>;

Roots read_roots(const std::filesystem::path& path) {
  Database database = Database::open(path.string(), Database::Mode::read_only);
  Query query = database.prepare("SELECT name, type, sql, rootpage FROM sqlite_schema WHERE rootpage > 0");
  Roots roots;
  while (query.step())
    roots[query.text(0)] = {query.text(1), query.text(2), static_cast<PageNumber>(query.integer(3))};
  return roots;
}

bool is_user_table(const std::string& name, const Root& root) {
  return root.type == "table" && name.compare(0, 7, "sqlite_") != 0 && name != k_change_log;
}

std::vector<std::string> schema_differences(const Roots& before, const Roots& after) {
  std::vector<std::string> lines;
  for (const auto& [name, root] : before) {
    if (!is_user_table(name, root)) continue;
    const auto now = after.find(name);
    if (now == after.end())
      lines.push_back(fmt::format("table {} isn't there any more", printable(name)));
    else if (now->second.sql != root.sql)
      lines.push_back(fmt::format("table {} was altered", printable(name)));
  }
  for (const auto& [name, root] : after) {
    if (is_user_table(name, root) && before.count(name) == 0)
      lines.push_back(fmt::format("table {} is new", printable(name)));
  }
  return lines;
}

// Both files, their trees, and which pages differ.
class Comparison {
 public:
  Comparison(const std::filesystem::path& before, const std::filesystem::path& after,
             const std::optional<std::vector<PageNumber>>& candidates)
      : before_(before), after_(after), changed_(find_changed(candidates)) {
    before_trees_ = walk_trees(before_, read_roots(before));
    after_trees_ = walk_trees(after_, read_roots(after));
    unexplained_ = find_unexplained();
  }

  TableDiff diff(const ComparedTable& table, SnapshotDiff& counts) const {
    const PagesOfTable before = pages_to_read(before_, before_trees_, after_trees_, table.name);
    const PagesOfTable after = pages_to_read(after_, after_trees_, before_trees_, table.name);
    counts.pages_with_rows_read += before.pages.size() + after.pages.size();
    TableDiff diff = table.identity == RowIdentity::rowid ? diff_by_rowid(before, after)
                                                          : diff_by_record(before, after, table.key_columns);
    diff.table = table.name;
    return diff;
  }

  const PageFile& after() const { return after_; }
  const PageSet& changed() const { return changed_; }
  bool chains_searched() const { return unexplained_.size() > 0; }

 private:
  using Trees = std::map<std::string, Tree>;

  bool comparable() const { return before_.page_size() == after_.page_size(); }

  PageSet find_changed(const std::optional<std::vector<PageNumber>>& candidates) const {
    if (comparable())
      return candidates ? changed_pages(before_, after_, *candidates) : changed_pages(before_, after_);
    PageSet all(std::max(before_.page_count(), after_.page_count()));
    for (PageNumber i = 1; i <= std::max(before_.page_count(), after_.page_count()); ++i) all.add(i);
    return all;
  }

  static Trees walk_trees(const PageFile& file, const Roots& roots) {
    Trees trees;
    for (const auto& [name, root] : roots) trees.emplace(name, walk_tree(file, root.page));
    return trees;
  }

  // Changed pages that are neither part of a tree nor free in one of the files: they may hold the rest of
  // long values, in rows whose own page is as it was. (A value of the same length is written over in place.)
  PageSet find_unexplained() const {
    PageSet pages(std::max(before_.page_count(), after_.page_count()));
    if (!comparable()) return pages;
    const PageNumber common = std::min(before_.page_count(), after_.page_count());
    for (PageNumber i = 2; i <= common; ++i) {
      if (changed_.has(i) && !is_pointer_map(after_, i)) pages.add(i);
    }
    PageSet known(std::max(before_.page_count(), after_.page_count()));
    add_freelist(before_, known);
    add_freelist(after_, known);
    for (const Trees* trees : {&before_trees_, &after_trees_}) {
      for (const auto& [name, tree] : *trees) {
        for (const PageNumber page : tree.with_rows) known.add(page);
        for (const PageNumber page : tree.inner_only) known.add(page);
      }
    }
    for (PageNumber i = 2; i <= common; ++i) {
      if (known.has(i)) pages.remove(i);
    }
    return pages;
  }

  // A page that both files have in the same table with the same bytes holds the same rows, unless their long
  // values go on in pages that changed.
  PagesOfTable pages_to_read(const PageFile& file, const Trees& trees, const Trees& other_trees,
                             const std::string& table) const {
    const auto tree = trees.find(table);
    const auto other = other_trees.find(table);
    if (tree == trees.end() || other == other_trees.end())
      throw Error(ErrorCode::failed,
                  fmt::format("{}: there is no table {}", printable(file.path().string()), printable(table)));
    PageSet shared(std::max(before_.page_count(), after_.page_count()));
    for (const PageNumber page : other->second.with_rows) shared.add(page);
    PagesOfTable result{file, {}, tree->second.of_rowids};
    for (const PageNumber page : tree->second.with_rows) {
      if (changed_.has(page) || !shared.has(page) || has_changed_chain(file, page, result.of_rowids))
        result.pages.push_back(page);
    }
    return result;
  }

  bool has_changed_chain(const PageFile& file, PageNumber page, bool of_rowids) const {
    if (unexplained_.size() == 0) return false;
    const auto cells = cells_of(file, page, of_rowids);
    return std::any_of(cells.begin(), cells.end(), [&](const Cell& cell) {
      return cell.overflow != 0 && overflows_into(file, cell, unexplained_);
    });
  }

  PageFile before_;
  PageFile after_;
  PageSet changed_;
  Trees before_trees_;
  Trees after_trees_;
  PageSet unexplained_{0};
};

}  // namespace

std::size_t SnapshotDiff::rows() const {
  return std::accumulate(
      tables.begin(), tables.end(), std::size_t{0},
      [](std::size_t sum, const TableDiff& diff) { return sum + diff.gone.size() + diff.come.size(); });
}

SnapshotDiff diff_snapshots(const std::filesystem::path& before, const std::filesystem::path& after,
                            const std::vector<ComparedTable>& tables,
                            const std::optional<std::vector<PageNumber>>& candidates) {
  SnapshotDiff diff;
  diff.schema = schema_differences(read_roots(before), read_roots(after));
  if (!diff.schema.empty()) return diff;
  const Comparison comparison(before, after, candidates);
  diff.pages = comparison.after().page_count();
  diff.changed_pages = comparison.changed().size();
  diff.changed = comparison.changed().numbers();
  diff.chains_searched = comparison.chains_searched();
  for (const ComparedTable& table : tables) diff.tables.push_back(comparison.diff(table, diff));
  return diff;
}

}  // namespace dunlin::sqlite
