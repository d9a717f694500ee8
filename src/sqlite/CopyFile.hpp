#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "sqlite/BlockHashes.hpp"
#include "sqlite/Descriptor.hpp"

namespace dunlin::sqlite {

enum class Writing { everything, changes };

/// Where a copy was written to, in blocks of 4096 bytes.
struct WrittenBlocks {
  static constexpr std::uint64_t k_block = 4096;
  static constexpr std::size_t k_most = std::size_t{1}
                                        << 20;  ///< 4 GB of them; more aren't counted one by one

  bool all = false;                   ///< too many to say
  std::vector<std::uint64_t> blocks;  ///< their numbers, from 0
  void add(const WrittenBlocks& others);
  friend bool operator==(const WrittenBlocks&, const WrittenBlocks&) = default;
};

/// A file of ours into which one of a source's is copied, byte by byte.
class CopyFile {
 public:
  CopyFile(const std::string& path, Writing writing);
  ~CopyFile();
  CopyFile(const CopyFile&) = delete;
  CopyFile& operator=(const CopyFile&) = delete;

  /// The kernel copies (and shares blocks where the file system can); by hand where it won't. What is
  /// appended meanwhile isn't followed: somebody might append for ever.
  void copy(const Descriptor& from);

  /// Writes the blocks that differ from what is there. Several threads compare; what the files are read from
  /// is mostly memory. With `known`, where its hashes are what the copy holds, the copy isn't read: they are
  /// brought up to date, also by a call in which nothing was known yet.
  WrittenBlocks update(const Descriptor& from, BlockHashes* known = nullptr);

  /// Writes bytes at a place.
  void write(std::uint64_t offset, std::string_view bytes);
  void resize(std::uint64_t size);

 private:
  struct Compared {
    WrittenBlocks written;
    std::uint64_t begin = 0, end = 0;  // of what could be read
  };
  void copy_by_hand(const Descriptor& from, off_t end);
  Compared update_range(const Descriptor& from, std::uint64_t begin, std::uint64_t end, BlockHashes* known);
  void write_differences(std::uint64_t start, std::string_view now, WrittenBlocks& written);

  std::string path_;
  int number_;
  off_t read_ = 0, written_ = 0;
};

}  // namespace dunlin::sqlite
