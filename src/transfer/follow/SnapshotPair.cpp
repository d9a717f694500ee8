#include "transfer/follow/SnapshotPair.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sstream>
#include <sys/stat.h>
#include <utility>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "sqlite/CopyFile.hpp"
#include "sqlite/pages/PageFile.hpp"
#include "transfer/follow/CapturedRows.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;

std::uint64_t inode_of(const fs::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_ino : 0;
}

// Which file is the copy of which round.
struct Announcement {
  std::int64_t round = -1;
  std::uint64_t inode = 0;
};

Announcement read_announcement(const fs::path& path) {
  Announcement announcement;
  if (!fs::exists(path)) return announcement;
  std::istringstream(read_file(path)) >> announcement.round >> announcement.inode;
  return announcement;
}

// Both names stay there at every instant.
void exchange(const fs::path& a, const fs::path& b) {
  if (::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0) return;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
    throw Error(ErrorCode::failed,
                fmt::format("{} can't be renamed: {}", printable(a.string()), std::strerror(errno)));
  // A file system that can't exchange: the old copy is given up, and the next one is written as a whole.
  fs::rename(a, b);
}

}  // namespace

SnapshotPair::SnapshotPair(const Workplace& workplace, const std::string& source, std::int64_t round)
    : workplace_(workplace), live_(source) {
  const Announcement next = read_announcement(note());
  if (next.inode != 0 && next.round == round && inode_of(workplace.next_snapshot()) == next.inode) advance();
  fs::remove(note());
  settle_captured_rows(workplace, round);
  if (!fs::exists(workplace.snapshot()))
    throw refused(fmt::format("the copy of the source that was loaded isn't there any more ({})",
                              printable(workplace.snapshot().string())),
                  "without it nobody can tell what changed since: begin anew with dunlin transfer run");
}

std::string SnapshotPair::note() const {
  return (workplace_.folder / "next.round").string();
}

void SnapshotPair::take_next(int wait_ms) {
  fs::remove(note());
  catch_up();
  auto known = std::exchange(differing_, std::nullopt);
  // From our own copy: nobody waits for that.
  if (!fs::exists(workplace_.next_snapshot()))
    sqlite::CopyFile(workplace_.next_snapshot().string(), sqlite::Writing::everything)
        .copy(sqlite::Descriptor::open(workplace_.snapshot().string()));
  const auto written = live_.refresh(workplace_.next_snapshot().string(), wait_ms);
  if (!known || !written) return;
  known->insert(known->end(), written->begin(), written->end());
  know_differing(*std::move(known));
}

void SnapshotPair::know_differing(std::vector<sqlite::PageNumber> pages) {
  std::sort(pages.begin(), pages.end());
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  differing_ = std::move(pages);
}

void SnapshotPair::forget() {
  live_.forget();
  differing_.reset();
  behind_ = false;
}

void SnapshotPair::catch_up() {
  if (!std::exchange(behind_, false)) return;
  auto pages = std::exchange(differing_, std::nullopt);
  if (!pages || !fs::exists(workplace_.next_snapshot())) return live_.forget();
  const sqlite::PageFile base(workplace_.snapshot());
  sqlite::CopyFile next(workplace_.next_snapshot().string(), sqlite::Writing::changes);
  for (const auto page : *pages) {
    if (page <= base.page_count()) next.write(std::uint64_t{page - 1} * base.page_size(), base.page(page));
  }
  next.resize(fs::file_size(workplace_.snapshot()));
  differing_.emplace();
}

void SnapshotPair::announce(std::int64_t round) const {
  write_file(note(), fmt::format("{} {}\n", round, inode_of(workplace_.next_snapshot())));
}

void SnapshotPair::advance() {
  exchange(workplace_.next_snapshot(), workplace_.snapshot());
  fs::remove(note());
  behind_ = true;
}

}  // namespace dunlin::transfer
