#include "sqlite/BlockHashes.hpp"

#include <random>
#include <xxhash.h>

namespace dunlin::sqlite {
namespace {

constexpr std::uint64_t k_most_blocks = std::uint64_t{1} << 20;

}  // namespace

BlockHashes::BlockHashes() : seed_(std::uint64_t{std::random_device{}()} << 32 | std::random_device{}()) {}

void BlockHashes::fit(std::uint64_t file_size) {
  const std::size_t before = block_;
  while (block_ < k_largest_block && file_size / block_ > k_most_blocks) block_ *= 2;
  if (block_ != before) hashes_.clear();
  hashes_.resize((file_size + block_ - 1) / block_);
}

bool BlockHashes::exchange(std::uint64_t offset, std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed_);
  return std::exchange(hashes_[offset / block_], Hash{hash.high64, hash.low64}) ==
         Hash{hash.high64, hash.low64};
}

}  // namespace dunlin::sqlite
