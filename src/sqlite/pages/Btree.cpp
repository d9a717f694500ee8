#include "sqlite/pages/Btree.hpp"

#include <algorithm>

#include "sqlite/pages/Varint.hpp"

namespace dunlin::sqlite {
namespace {

// Types of b-tree pages.
constexpr std::uint8_t k_interior_index = 2, k_interior_table = 5, k_leaf_index = 10, k_leaf_table = 13;
// Deeper trees can't be: each interior page has at least two children, and there are 2^32 pages.
constexpr int k_max_depth = 40;

bool is_interior(std::uint8_t type) {
  return type == k_interior_index || type == k_interior_table;
}

// A b-tree page and where its parts are; page 1 begins with the file's header.
struct BtreePage {
  const PageFile& file;
  PageNumber number;
  std::string_view bytes;
  std::size_t start;
  std::uint8_t type;
  std::size_t cells;
  std::size_t pointers;

  BtreePage(const PageFile& of, PageNumber page)
      : file(of),
        number(page),
        bytes(of.page(page).substr(0, of.usable_size())),
        start(page == 1 ? 100 : 0),
        type(of.byte(bytes, start)),
        cells(of.number16(bytes, start + 3)),
        pointers(start + (is_interior(type) ? 12 : 8)) {
    if (!is_interior(type) && type != k_leaf_index && type != k_leaf_table)
      throw of.damaged(page, "it should be a page of a table or an index");
    if (pointers + 2 * cells > bytes.size()) throw of.damaged(page, "it claims more cells than fit");
  }

  std::size_t cell_at(std::size_t index) const {
    const std::size_t at = file.number16(bytes, pointers + 2 * index);
    if (at < pointers || at >= bytes.size()) throw file.damaged(number, "a cell lies outside of it");
    return at;
  }
};

// The children of an interior page, from left to right.
std::vector<PageNumber> children_of(const BtreePage& page) {
  std::vector<PageNumber> children;
  children.reserve(page.cells + 1);
  for (std::size_t i = 0; i < page.cells; ++i)
    children.push_back(page.file.number32(page.bytes, page.cell_at(i)));
  children.push_back(page.file.number32(page.bytes, page.start + 8));
  return children;
}

// How many levels of interior pages there are: all leaves of a b-tree lie equally deep.
int depth_of(const PageFile& file, PageNumber root) {
  PageNumber number = root;
  for (int depth = 0; depth < k_max_depth; ++depth) {
    const BtreePage page(file, number);
    if (!is_interior(page.type)) return depth;
    number = children_of(page).front();
  }
  throw file.damaged(root, "the tree that begins there never ends");
}

// How much of a record stays on its page (SQLite docs, "Database File Format", 1.6).
std::uint64_t local_size(std::uint64_t payload, std::uint64_t usable, bool of_rowids) {
  const std::uint64_t most = of_rowids ? usable - 35 : (usable - 12) * 64 / 255 - 23;
  if (payload <= most) return payload;
  const std::uint64_t least = (usable - 12) * 32 / 255 - 23;
  const std::uint64_t fitting = least + (payload - least) % (usable - 4);
  return fitting <= most ? fitting : least;
}

Cell read_cell(const BtreePage& page, std::size_t index, bool of_rowids) {
  const PageFile& file = page.file;
  std::size_t at = page.cell_at(index) + (is_interior(page.type) ? 4 : 0);
  const auto payload = read_varint(page.bytes, at);
  const auto rowid = of_rowids ? read_varint(page.bytes, at) : std::optional<std::uint64_t>(0);
  if (!payload || !rowid || *payload > std::uint64_t{file.page_count()} * file.page_size())
    throw file.damaged(page.number, "the length of a record is impossible");
  const std::uint64_t local = local_size(*payload, file.usable_size(), of_rowids);
  if (at + local > page.bytes.size()) throw file.damaged(page.number, "a record reaches beyond its end");
  Cell cell{static_cast<std::int64_t>(*rowid), *payload, page.bytes.substr(at, local), 0};
  if (local < *payload) cell.overflow = file.number32(page.bytes, at + local);
  return cell;
}

// Calls `use` with each overflow page and what it holds of the record, until it returns false.
template <typename Use>
void follow_overflow(const PageFile& file, const Cell& cell, Use use) {
  std::uint64_t missing = cell.payload_size - cell.local.size();
  PageNumber number = cell.overflow;
  while (missing > 0) {
    const std::string_view page = file.page(number);
    const std::uint64_t part = std::min<std::uint64_t>(missing, file.usable_size() - 4);
    if (!use(number, page.substr(4, part))) return;
    missing -= part;
    number = file.number32(page, 0);
  }
}

}  // namespace

Tree walk_tree(const PageFile& file, PageNumber root) {
  const int depth = depth_of(file, root);
  const std::uint8_t root_type = BtreePage(file, root).type;
  Tree tree;
  tree.of_rowids = root_type == k_interior_table || root_type == k_leaf_table;
  PageSet seen(file.page_count());
  std::vector<PageNumber> level{root};
  for (int i = 0; i < depth; ++i) {
    std::vector<PageNumber> next;
    for (const PageNumber number : level) {
      const BtreePage page(file, number);
      if (page.type != root_type) throw file.damaged(number, "it belongs to a tree of another kind");
      for (const PageNumber child : children_of(page)) {
        if (child == 0 || child > file.page_count() || !seen.add(child))
          throw file.damaged(number, "it points at a page that isn't there or is used already");
        next.push_back(child);
      }
    }
    auto& kept = tree.of_rowids ? tree.inner_only : tree.with_rows;
    kept.insert(kept.end(), level.begin(), level.end());
    level = std::move(next);
  }
  tree.with_rows.insert(tree.with_rows.end(), level.begin(), level.end());
  return tree;
}

std::vector<Cell> cells_of(const PageFile& file, PageNumber number, bool of_rowids) {
  const BtreePage page(file, number);
  const bool expected =
      of_rowids ? page.type == k_leaf_table : page.type == k_leaf_index || page.type == k_interior_index;
  if (!expected) throw file.damaged(number, "it should hold rows");
  std::vector<Cell> cells;
  cells.reserve(page.cells);
  for (std::size_t i = 0; i < page.cells; ++i) cells.push_back(read_cell(page, i, of_rowids));
  return cells;
}

std::string_view payload_start(const PageFile& file, const Cell& cell, std::uint64_t wanted,
                               std::string& buffer) {
  if (cell.overflow == 0 || wanted <= cell.local.size()) return cell.local;
  buffer.assign(cell.local);
  follow_overflow(file, cell, [&](PageNumber, std::string_view part) {
    buffer.append(part);
    return buffer.size() < wanted;
  });
  return buffer;
}

std::string_view payload_of(const PageFile& file, const Cell& cell, std::string& buffer) {
  return payload_start(file, cell, cell.payload_size, buffer);
}

bool overflows_into(const PageFile& file, const Cell& cell, const PageSet& pages) {
  bool found = false;
  follow_overflow(file, cell, [&](PageNumber number, std::string_view) {
    found = pages.has(number);
    return !found;
  });
  return found;
}

}  // namespace dunlin::sqlite
