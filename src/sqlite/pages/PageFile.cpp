#include "sqlite/pages/PageFile.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <limits>

#include "base/Text.hpp"

namespace dunlin::sqlite {
namespace {

constexpr std::size_t k_header = 100;
constexpr std::string_view k_magic{"SQLite format 3\0", 16};
// Pages that are compared at once before a difference is looked for.
constexpr PageNumber k_stretch = 64;

Error not_a_database(const std::filesystem::path& path, std::string_view why) {
  Error error(ErrorCode::failed,
              fmt::format("{} can't be read page by page: {}", printable(path.string()), why));
  error.set_fact("file", path.string());
  return error;
}

}  // namespace

// Offsets: SQLite docs, "Database File Format", 1.3.
PageFile::PageFile(const std::filesystem::path& path)
    : path_(path), file_(path, std::numeric_limits<std::uint64_t>::max()) {
  const std::string_view bytes = file_.bytes();
  if (bytes.size() < k_header || bytes.substr(0, k_magic.size()) != k_magic)
    throw not_a_database(path, "it doesn't begin as a SQLite database");
  page_size_ = number16(bytes, 16);
  if (page_size_ == 1) page_size_ = 65536;
  const std::uint32_t reserved = byte(bytes, 20);
  if (page_size_ < 512 || (page_size_ & (page_size_ - 1)) != 0 || page_size_ - reserved < 480)
    throw not_a_database(path, "its page size is impossible");
  if (bytes.size() % page_size_ != 0) throw not_a_database(path, "its last page isn't whole");
  usable_size_ = page_size_ - reserved;
  page_count_ = static_cast<PageNumber>(bytes.size() / page_size_);
  // The header knows the size unless something older than SQLite 3.7 wrote last (1.3.8).
  const PageNumber stated = number32(bytes, 28);
  if (stated != 0 && stated < page_count_ && number32(bytes, 24) == number32(bytes, 92)) page_count_ = stated;
  first_freelist_page_ = number32(bytes, 32);
  has_pointer_map_ = number32(bytes, 52) != 0;
  utf16_ = number32(bytes, 56) > 1;
}

std::string_view PageFile::page(PageNumber number) const {
  if (number == 0 || number > page_count_) throw damaged(number, "there is no such page");
  return file_.bytes().substr(std::size_t{number - 1} * page_size_, page_size_);
}

std::uint8_t PageFile::byte(std::string_view page, std::size_t at) const {
  if (at >= page.size()) throw not_a_database(path_, "something points beyond the end of its page");
  return static_cast<std::uint8_t>(page[at]);
}

std::uint16_t PageFile::number16(std::string_view page, std::size_t at) const {
  return static_cast<std::uint16_t>(byte(page, at) << 8 | byte(page, at + 1));
}

std::uint32_t PageFile::number32(std::string_view page, std::size_t at) const {
  return std::uint32_t{number16(page, at)} << 16 | number16(page, at + 2);
}

Error PageFile::damaged(PageNumber number, std::string_view what) const {
  Error error(ErrorCode::failed,
              fmt::format("{} is damaged: page {}: {}", printable(path_.string()), number, what),
              "check the source with PRAGMA integrity_check");
  error.set_fact("file", path_.string());
  error.set_fact("page", std::to_string(number));
  return error;
}

bool PageSet::add(PageNumber number) {
  if (has(number)) return false;
  marks_[number] = true;
  ++size_;
  return true;
}

void PageSet::remove(PageNumber number) {
  if (!has(number)) return;
  marks_[number] = false;
  --size_;
}

std::vector<PageNumber> PageSet::numbers() const {
  std::vector<PageNumber> numbers;
  numbers.reserve(size_);
  for (std::size_t i = 0; i < marks_.size() && numbers.size() < size_; ++i)
    if (marks_[i]) numbers.push_back(static_cast<PageNumber>(i));
  return numbers;
}

PageSet changed_pages(const PageFile& before, const PageFile& after,
                      const std::vector<PageNumber>& candidates) {
  const PageNumber common = std::min(before.page_count(), after.page_count());
  const PageNumber all = std::max(before.page_count(), after.page_count());
  PageSet changed(all);
  for (const PageNumber number : candidates) {
    if (number <= common && before.page(number) != after.page(number)) changed.add(number);
  }
  for (PageNumber number = common + 1; number <= all; ++number) changed.add(number);
  return changed;
}

PageSet changed_pages(const PageFile& before, const PageFile& after) {
  const PageNumber common = std::min(before.page_count(), after.page_count());
  const PageNumber all = std::max(before.page_count(), after.page_count());
  const std::size_t size = after.page_size();
  PageSet changed(all);
  for (PageNumber first = 1; first <= common; first += k_stretch) {
    const PageNumber pages = std::min(k_stretch, common - first + 1);
    const char* left = before.page(first).data();
    const char* right = after.page(first).data();
    if (std::memcmp(left, right, pages * size) == 0) continue;
    for (PageNumber i = 0; i < pages; ++i) {
      if (std::memcmp(left + i * size, right + i * size, size) != 0) changed.add(first + i);
    }
  }
  for (PageNumber number = common + 1; number <= all; ++number) changed.add(number);
  return changed;
}

}  // namespace dunlin::sqlite
