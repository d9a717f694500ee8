#include "sqlite/pages/Freelist.hpp"

namespace dunlin::sqlite {

void add_freelist(const PageFile& file, PageSet& pages) {
  PageSet trunks(file.page_count());
  for (PageNumber trunk = file.first_freelist_page(); trunk != 0;) {
    const std::string_view page = file.page(trunk);
    if (!trunks.add(trunk)) throw file.damaged(trunk, "the list of free pages never ends");
    pages.add(trunk);
    const std::uint32_t leaves = file.number32(page, 4);
    if (leaves > file.usable_size() / 4 - 2) throw file.damaged(trunk, "the list of free pages is too long");
    for (std::uint32_t i = 0; i < leaves; ++i) {
      const PageNumber leaf = file.number32(page, 8 + std::size_t{4} * i);
      if (leaf == 0 || leaf > file.page_count()) throw file.damaged(trunk, "a free page isn't there");
      pages.add(leaf);
    }
    trunk = file.number32(page, 0);
  }
}

bool is_pointer_map(const PageFile& file, PageNumber number) {
  if (!file.has_pointer_map() || number < 2) return false;
  return (number - 2) % (file.usable_size() / 5 + 1) == 0;
}

}  // namespace dunlin::sqlite
