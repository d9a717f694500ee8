#include "sqlite/pages/WalTail.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

namespace dunlin::sqlite {
namespace {

constexpr std::size_t k_wal_header = 32, k_frame_header = 24;
constexpr std::uint32_t k_wal_magic = 0x377f0682;  // its last bit: checksums are of big-endian words
constexpr std::size_t k_frames_at_once = 256;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

// SQLite docs, "WAL-mode File Format", 4.2; `bytes` is a multiple of 8 long.
void add_to_checksum(std::array<std::uint32_t, 2>& sum, std::string_view bytes, bool swapped) {
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    std::array<std::uint32_t, 2> words{};
    std::memcpy(words.data(), bytes.data() + at, 8);
    if (swapped) words = {__builtin_bswap32(words[0]), __builtin_bswap32(words[1])};
    sum[0] += words[0] + sum[1];
    sum[1] += words[1] + sum[0];
  }
}

bool words_are_swapped(const std::string& header) {
  const bool big_endian = (number_at(header, 0) & 1) != 0;
  return big_endian != (std::endian::native == std::endian::big);
}

// Goes over frames; what counts is moved to the tail with each commit.
class FrameReader {
 public:
  explicit FrameReader(const WalMark& mark)
      : page_size_(wal_page_size(mark)),
        swapped_(words_are_swapped(mark.header)),
        salts_(mark.header.substr(16, 8)),
        frames_(mark.frames),
        checksum_(mark.checksum) {
    tail.end = mark;
  }

  std::size_t frame_size() const { return k_frame_header + page_size_; }
  std::uint64_t position() const { return k_wal_header + frames_ * frame_size(); }

  /// False for a frame that doesn't belong to the WAL.
  bool add(std::string_view frame) {
    const PageNumber page = number_at(frame, 0);
    if (page == 0 || frame.substr(8, 8) != salts_) return false;
    add_to_checksum(checksum_, frame.substr(0, 8), swapped_);
    add_to_checksum(checksum_, frame.substr(k_frame_header), swapped_);
    if (checksum_[0] != number_at(frame, 16) || checksum_[1] != number_at(frame, 20)) return false;
    open_[page] = position() + k_frame_header;
    ++frames_;
    if (const PageNumber pages = number_at(frame, 4); pages != 0) commit(pages);
    return true;
  }

  WalTail tail;

 private:
  void commit(PageNumber pages) {
    for (const auto& [page, offset] : open_) tail.pages[page] = offset;
    open_.clear();
    tail.page_count = pages;
    tail.end.frames = frames_;
    tail.end.checksum = checksum_;
  }

  std::uint32_t page_size_;
  bool swapped_;
  std::string salts_;
  std::uint64_t frames_;
  std::array<std::uint32_t, 2> checksum_;
  std::map<PageNumber, std::uint64_t> open_;  // of the transaction that isn't committed yet
};

}  // namespace

std::uint32_t wal_page_size(const WalMark& mark) {
  return number_at(mark.header, 8);
}

std::optional<WalMark> begin_of_wal(const Descriptor& wal) {
  WalMark mark;
  mark.header = wal.read(0, k_wal_header);
  if (mark.header.size() < k_wal_header || (number_at(mark.header, 0) & ~1U) != k_wal_magic)
    return std::nullopt;
  const std::uint32_t size = wal_page_size(mark);
  if (size < 512 || size > 65536 || !std::has_single_bit(size)) return std::nullopt;
  add_to_checksum(mark.checksum, std::string_view(mark.header).substr(0, 24), words_are_swapped(mark.header));
  const bool whole =
      mark.checksum[0] == number_at(mark.header, 24) && mark.checksum[1] == number_at(mark.header, 28);
  return whole ? std::optional(mark) : std::nullopt;
}

std::optional<WalTail> read_tail(const Descriptor& wal, const WalMark& mark) {
  if (wal.read(0, k_wal_header) != mark.header) return std::nullopt;
  FrameReader reader(mark);
  for (bool more = true; more;) {
    const std::string piece = wal.read(reader.position(), k_frames_at_once * reader.frame_size());
    const std::size_t frames = piece.size() / reader.frame_size();
    more = frames == k_frames_at_once;
    for (std::size_t i = 0; i < frames; ++i) {
      if (reader.add(std::string_view(piece).substr(i * reader.frame_size(), reader.frame_size()))) continue;
      more = false;
      break;
    }
  }
  // Frames that were written anew while they were read don't count: their salts are others.
  if (wal.read(0, k_wal_header) != mark.header) return std::nullopt;
  // Pages that the database gave up again.
  auto& tail = reader.tail;
  if (tail.page_count != 0) tail.pages.erase(tail.pages.upper_bound(tail.page_count), tail.pages.end());
  return std::move(tail);
}

}  // namespace dunlin::sqlite
