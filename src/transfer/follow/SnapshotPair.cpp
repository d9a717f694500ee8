#include "transfer/follow/SnapshotPair.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sstream>
#include <sys/stat.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "sqlite/Snapshot.hpp"

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

SnapshotPair::SnapshotPair(const Workplace& workplace, std::int64_t round) : workplace_(workplace) {
  const Announcement next = read_announcement(note());
  if (next.inode != 0 && next.round == round && inode_of(workplace.next_snapshot()) == next.inode) advance();
  fs::remove(note());
  if (!fs::exists(workplace.snapshot()))
    throw refused(fmt::format("the copy of the source that was loaded isn't there any more ({})",
                              printable(workplace.snapshot().string())),
                  "without it nobody can tell what changed since: begin anew with dunlin transfer run");
}

std::string SnapshotPair::note() const {
  return (workplace_.folder / "next.round").string();
}

void SnapshotPair::take_next(const std::string& source, int wait_ms) const {
  fs::remove(note());
  sqlite::refresh_snapshot(source, workplace_.next_snapshot().string(), wait_ms);
}

void SnapshotPair::announce(std::int64_t round) const {
  write_file(note(), fmt::format("{} {}\n", round, inode_of(workplace_.next_snapshot())));
}

void SnapshotPair::advance() const {
  exchange(workplace_.next_snapshot(), workplace_.snapshot());
  fs::remove(note());
}

}  // namespace dunlin::transfer
