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

}  // namespace

std::string returning_file(const std::string& source) {
  return source + ".returning";
}

std::string kept_file(const std::string& source) {
  return source + ".pre-return";
}

void require_room_for_kept(const std::string& source) {
  if (!fs::exists(kept_file(source)) || same_file(source, kept_file(source))) return;
  throw refused(fmt::format("{} is there already", printable(kept_file(source))),
                "it is the original of an earlier return: move it away first");
}

void place_shadow(const std::string& shadow, const std::string& source) {
  const std::string partial = returning_file(source) + ".partial";
  sqlite::remove_copy(partial);
  fs::copy_file(shadow, partial);
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

bool swap_in(const std::string& source) {
  const std::string kept = kept_file(source);
  if (!fs::exists(returning_file(source))) return false;
  require_room_for_kept(source);
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
