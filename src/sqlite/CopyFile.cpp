#include "sqlite/CopyFile.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <future>
#include <thread>
#include <unistd.h>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"

namespace dunlin::sqlite {
namespace {

constexpr std::size_t k_piece = std::size_t{8} << 20;
// Small enough for both sides to stay in the processor's cache.
constexpr std::size_t k_small_piece = std::size_t{256} << 10;
// Below this a second thread isn't worth its start.
constexpr std::uint64_t k_worth_sharing = std::uint64_t{32} << 20;
constexpr unsigned k_most_threads = 8;
static_assert(k_small_piece % BlockHashes::k_largest_block == 0);

Error write_error(const std::string& path, int reason) {
  return Error(ErrorCode::failed,
               fmt::format("{} can't be written: {}", printable(path), std::strerror(reason)),
               reason == ENOSPC ? "make room on that disk, then run the command again" : "");
}

std::size_t read_at(int number, off_t offset, std::string& buffer) {
  std::size_t got = 0;
  while (got < buffer.size()) {
    const auto done =
        ::pread(number, buffer.data() + got, buffer.size() - got, offset + static_cast<off_t>(got));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0)
      throw Error(ErrorCode::failed, fmt::format("a copy can't be read: {}", std::strerror(errno)));
    if (done == 0) break;
    got += static_cast<std::size_t>(done);
  }
  return got;
}

void stop_if_interrupted() {
  if (interrupted()) throw Error(ErrorCode::interrupted, "interrupted");
}

}  // namespace

void WrittenBlocks::add(const WrittenBlocks& others) {
  all = all || others.all || blocks.size() + others.blocks.size() > k_most;
  if (all)
    blocks.clear();
  else
    blocks.insert(blocks.end(), others.blocks.begin(), others.blocks.end());
}

CopyFile::CopyFile(const std::string& path, Writing writing)
    : path_(path),
      number_(::open(path.c_str(),
                     O_RDWR | O_CREAT | O_CLOEXEC | (writing == Writing::everything ? O_TRUNC : 0), 0600)) {
  if (number_ < 0) throw write_error(path, errno);
}

CopyFile::~CopyFile() {
  ::close(number_);
}

void CopyFile::copy(const Descriptor& from) {
  for (const auto end = static_cast<off_t>(from.size()); read_ < end;) {
    stop_if_interrupted();
    const auto piece = std::min(k_piece, static_cast<std::size_t>(end - read_));
    const auto done = ::copy_file_range(from.number(), &read_, number_, &written_, piece, 0);
    if (done == 0) return;
    if (done < 0 && errno == ENOSPC) throw write_error(path_, errno);
    if (done < 0) return copy_by_hand(from, end);
  }
}

void CopyFile::copy_by_hand(const Descriptor& from, off_t end) {
  while (read_ < end) {
    stop_if_interrupted();
    const std::string piece = from.read(static_cast<std::uint64_t>(read_), k_piece);
    if (piece.empty()) return;
    write(static_cast<std::uint64_t>(written_), piece);
    read_ += static_cast<off_t>(piece.size());
    written_ += static_cast<off_t>(piece.size());
  }
}

void CopyFile::write_differences(std::uint64_t start, std::string_view now, WrittenBlocks& written) {
  std::string there(now.size(), '\0');
  const std::size_t known = read_at(number_, static_cast<off_t>(start), there);
  const std::string_view then = std::string_view(there).substr(0, known);
  if (then == now) return;
  for (std::size_t at = 0; at < now.size(); at += WrittenBlocks::k_block) {
    const auto block = now.substr(at, WrittenBlocks::k_block);
    if (at + block.size() <= known && then.substr(at, block.size()) == block) continue;
    write(start + at, block);
    written.blocks.push_back((start + at) / WrittenBlocks::k_block);
  }
}

CopyFile::Compared CopyFile::update_range(const Descriptor& from, std::uint64_t begin, std::uint64_t end,
                                          BlockHashes* known) {
  Compared compared{{}, begin, begin};
  const std::size_t step = known != nullptr ? known->block() : k_small_piece;
  std::string piece(k_small_piece, '\0');
  while (compared.end < end) {
    stop_if_interrupted();
    const std::uint64_t start = compared.end;
    piece.resize(std::min<std::uint64_t>(k_small_piece, end - start));
    const std::size_t size = read_at(from.number(), static_cast<off_t>(start), piece);
    const std::string_view now = std::string_view(piece).substr(0, size);
    compared.end += size;
    for (std::size_t at = 0; at < size; at += step) {
      const auto block = now.substr(at, step);
      if (known == nullptr || !known->exchange(start + at, block))
        write_differences(start + at, block, compared.written);
    }
    if (size < piece.size()) break;
  }
  return compared;
}

WrittenBlocks CopyFile::update(const Descriptor& from, BlockHashes* known) {
  const std::uint64_t size = from.size();
  if (known != nullptr) known->fit(size);
  const std::uint64_t threads =
      size < k_worth_sharing ? 1 : std::clamp(std::thread::hardware_concurrency(), 1U, k_most_threads);
  const std::uint64_t part = (size / threads / k_small_piece + 1) * k_small_piece;
  std::vector<std::future<Compared>> others;
  for (std::uint64_t i = 1; i < threads; ++i)
    others.push_back(std::async(std::launch::async, [&, i] {
      return update_range(from, std::min(size, i * part), std::min(size, (i + 1) * part), known);
    }));
  Compared compared = update_range(from, 0, std::min(size, part), known);
  for (auto& other : others) {
    const Compared more = other.get();
    compared.written.add(more.written);
    // Of a file that became shorter meanwhile, what lies behind its end doesn't count.
    if (more.end > more.begin) compared.end = std::max(compared.end, more.end);
  }
  const std::uint64_t end = std::min(compared.end, from.size());
  resize(end);
  if (known != nullptr) known->fit(end);
  return compared.written;
}

void CopyFile::write(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto done = ::pwrite(number_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) throw write_error(path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
}

void CopyFile::resize(std::uint64_t size) {
  if (::ftruncate(number_, static_cast<off_t>(size)) != 0) throw write_error(path_, errno);
}

}  // namespace dunlin::sqlite
