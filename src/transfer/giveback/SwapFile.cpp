#include "transfer/giveback/SwapFile.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/Error.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Descriptor.hpp"
#include "sqlite/Header.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;

Error trouble(const std::string& path, const char* what) {
  return Error(ErrorCode::failed, fmt::format("{} {}: {}", printable(path), what, std::strerror(errno)));
}

void make_durable(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw trouble(path, "can't be opened");
  const bool done = ::fsync(file) == 0;
  ::close(file);
  if (!done) throw trouble(path, "can't be written");
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code none;
  return fs::equivalent(a, b, none) && !none;
}

bool has_wal_mode(const std::string& source) {
  const auto file = sqlite::Descriptor::open(source);
  return sqlite::parse_header(file.read(0, sqlite::k_header_bytes), source).wal;
}

// The -wal holds what isn't in the file yet: it goes where the file goes.
void move_beside(const std::string& source, const std::string& kept) {
  for (const char* suffix : {"-wal", "-shm"}) {
    if (::rename((source + suffix).c_str(), (kept + suffix).c_str()) != 0 && errno != ENOENT)
      throw trouble(source + suffix, "can't be renamed");
  }
}

// A name for the original of an earlier return. One without a file that has a -wal is where a killed attempt
// has begun to move it.
std::string numbered(const std::string& kept) {
  for (int number = 1;; ++number) {
    std::string name = fmt::format("{}.{}", kept, number);
    if (same_file(kept, name)) return name;
    const bool wal_in_the_way = fs::exists(name + "-wal") && fs::exists(kept + "-wal");
    if (!fs::exists(name) && !wal_in_the_way) return name;
  }
}

// The newest original is kept_file(); nothing is ever written over. May be repeated after a kill.
void number_earlier(const std::string& kept) {
  const std::string name = numbered(kept);
  move_beside(kept, name);
  if (!same_file(kept, name) && ::link(kept.c_str(), name.c_str()) != 0)
    throw trouble(kept, "can't be given another name");
  kill_point("return_numbered");
  fs::remove(kept);
}

}  // namespace

std::string returning_file(const std::string& source) {
  return source + ".returning";
}

std::string kept_file(const std::string& source) {
  return source + ".pre-return";
}

std::string unfinished_file(const std::string& source) {
  return returning_file(source) + ".partial";
}

void settle_unfinished(const std::string& source) {
  const std::string partial = unfinished_file(source);
  {
    auto database = sqlite::Database::open(partial, sqlite::Database::Mode::read_write);
    database.exec(has_wal_mode(source) ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE");
  }
  struct stat original {};
  if (::stat(source.c_str(), &original) != 0) throw trouble(source, "can't be looked at");
  if (::chown(partial.c_str(), original.st_uid, original.st_gid) != 0 && ::geteuid() == 0)
    throw trouble(partial, "can't be given to the owner of the source");
  if (::chmod(partial.c_str(), original.st_mode & 07777) != 0) throw trouble(partial, "can't be changed");
  make_durable(partial);
  fs::rename(partial, returning_file(source));
}

void remove_unfinished(const std::string& source) {
  sqlite::remove_copy(unfinished_file(source));
  sqlite::remove_copy(returning_file(source));
}

bool swap_in(const std::string& source) {
  const std::string kept = kept_file(source);
  if (!fs::exists(returning_file(source))) return false;
  if (fs::exists(kept) && !same_file(source, kept)) number_earlier(kept);
  if (!fs::exists(kept) && ::link(source.c_str(), kept.c_str()) != 0)
    throw trouble(source, "can't be kept under a second name");
  kill_point("return_kept");
  move_beside(source, kept);
  kill_point("return_wal_moved");
  fs::rename(returning_file(source), source);
  make_durable(fs::path(source).parent_path().string());
  return true;
}

}  // namespace dunlin::transfer
