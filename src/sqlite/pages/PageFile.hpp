#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/Error.hpp"
#include "base/File.hpp"

namespace dunlin::sqlite {

/// Pages are numbered from 1; 0 is no page (SQLite docs, "Database File Format", 1.1).
using PageNumber = std::uint32_t;

/// A private copy of a database, page by page, without SQLite. Nobody may write to it meanwhile. Move-only.
class PageFile {
 public:
  /// Throws a failed Error for a file that isn't a database of whole pages.
  explicit PageFile(const std::filesystem::path& path);

  std::uint32_t page_size() const { return page_size_; }
  /// Bytes of a page that b-trees use: what is reserved at its end is left out.
  std::uint32_t usable_size() const { return usable_size_; }
  PageNumber page_count() const { return page_count_; }
  bool utf16() const { return utf16_; }
  bool has_pointer_map() const { return has_pointer_map_; }
  PageNumber first_freelist_page() const { return first_freelist_page_; }
  const std::filesystem::path& path() const { return path_; }

  /// The bytes of a page. Throws a damaged() Error for a number that isn't one of the file's.
  std::string_view page(PageNumber number) const;
  std::uint8_t byte(std::string_view page, std::size_t at) const;
  std::uint16_t number16(std::string_view page, std::size_t at) const;
  std::uint32_t number32(std::string_view page, std::size_t at) const;

  /// "... is damaged: page 17: what is wrong there".
  Error damaged(PageNumber number, std::string_view what) const;

 private:
  std::filesystem::path path_;
  MappedFile file_;
  std::uint32_t page_size_ = 0;
  std::uint32_t usable_size_ = 0;
  PageNumber page_count_ = 0;
  PageNumber first_freelist_page_ = 0;
  bool utf16_ = false;
  bool has_pointer_map_ = false;
};

/// A set of page numbers of one file.
class PageSet {
 public:
  explicit PageSet(PageNumber page_count) : marks_(page_count + std::size_t{1}) {}
  bool has(PageNumber number) const { return number < marks_.size() && marks_[number]; }
  /// False when it was there already. The number must be one of the file's.
  bool add(PageNumber number);
  void remove(PageNumber number);
  std::size_t size() const { return size_; }
  std::vector<PageNumber> numbers() const;  ///< in order

 private:
  std::vector<bool> marks_;
  std::size_t size_ = 0;
};

/// Pages that differ, byte by byte, or that only one of the files has. Both must have the same page size.
PageSet changed_pages(const PageFile& before, const PageFile& after);
/// The same where it is known that pages of both differ only among `candidates`.
PageSet changed_pages(const PageFile& before, const PageFile& after,
                      const std::vector<PageNumber>& candidates);

}  // namespace dunlin::sqlite
