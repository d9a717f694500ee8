#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace dunlin::sqlite {

/// What a copy holds, as a 128-bit hash (XXH3, with a seed of its own) of each block: the file that it was
/// made of can be compared with it by reading one file instead of two. Threads may work on different blocks.
class BlockHashes {
 public:
  static constexpr std::size_t k_largest_block = std::size_t{256} << 10;

  BlockHashes();

  /// Makes room for a file of this size. What was known of blocks stays, unless they become larger: a million
  /// of them is as many as there are up to 256 GB.
  void fit(std::uint64_t file_size);
  /// A power of two from 4096 to k_largest_block.
  std::size_t block() const { return block_; }
  /// True when the block at this offset is known, and these are its bytes; they are remembered.
  bool exchange(std::uint64_t offset, std::string_view bytes);

 private:
  using Hash = std::pair<std::uint64_t, std::uint64_t>;  // {0, 0}: not known

  std::uint64_t seed_;
  std::size_t block_ = 4096;
  std::vector<Hash> hashes_;
};

}  // namespace dunlin::sqlite
