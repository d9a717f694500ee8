#include "sqlite/Descriptor.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::sqlite {
namespace {

Error not_opened(const std::string& path, int reason) {
  const std::string shown = printable(path);
  if (reason == ENOENT || reason == ENOTDIR)
    return usage_error(fmt::format("{} isn't there", shown), "say which SQLite file: --from FILE");
  if (reason == EACCES || reason == EPERM) {
    return usage_error(fmt::format("{} can't be read: permission denied", shown),
                       "run dunlin as a user who may read the file and enter its folder");
  }
  return usage_error(fmt::format("{} can't be read: {}", shown, std::strerror(reason)));
}

// O_NOATIME is for owners only (open(2)).
int open_quietly(const std::string& path, int flags) {
  const int quiet = ::open(path.c_str(), flags | O_NOATIME);
  return quiet >= 0 || errno != EPERM ? quiet : ::open(path.c_str(), flags);
}

struct stat facts(int number, const std::string& path) {
  struct stat info {};
  if (::fstat(number, &info) != 0) throw not_opened(path, errno);
  return info;
}

struct flock range(short kind, std::int64_t first, std::int64_t count) {
  struct flock wanted {};
  wanted.l_type = kind;
  wanted.l_whence = SEEK_SET;
  wanted.l_start = first;
  wanted.l_len = count;
  return wanted;
}

Error no_locks(const std::string& path, int reason) {
  return refused(
      fmt::format("{}: its file system has no locks for dunlin: {}", printable(path), std::strerror(reason)),
      "copy the file to a local disk while the application is stopped, and use the copy");
}

bool set_lock(int number, const std::string& path, short kind, std::int64_t first, std::int64_t count) {
  struct flock wanted = range(kind, first, count);
  if (::fcntl(number, F_OFD_SETLK, &wanted) == 0) return true;
  if (errno == EAGAIN || errno == EACCES) return false;
  throw no_locks(path, errno);
}

LockHolder holder_of(int pid) {
  if (pid <= 0) return {};
  std::string program;
  std::ifstream name(fmt::format("/proc/{}/comm", pid));
  std::getline(name, program);
  return {pid, printable(program)};
}

std::optional<LockHolder> find_holder(int number, const std::string& path, short kind, std::int64_t first,
                                      std::int64_t count) {
  struct flock wanted = range(kind, first, count);
  if (::fcntl(number, F_OFD_GETLK, &wanted) != 0) throw no_locks(path, errno);
  if (wanted.l_type == F_UNLCK) return std::nullopt;
  return holder_of(wanted.l_pid);
}

}  // namespace

std::string describe(const LockHolder& holder) {
  if (holder.pid == 0) return "another process";
  return holder.program.empty() ? fmt::format("process {}", holder.pid)
                                : fmt::format("process {} ({})", holder.pid, holder.program);
}

std::optional<Descriptor> Descriptor::open_if_there(const std::string& path, For purpose) {
  const int access = purpose == For::locking ? O_RDWR : O_RDONLY;
  // O_NONBLOCK: a named pipe is refused below instead of being waited for
  const int number = open_quietly(path, access | O_CLOEXEC | O_NONBLOCK);
  if (number < 0 && errno == ENOENT) return std::nullopt;
  if (number < 0 && errno == EISDIR) throw usage_error(printable(path) + " is a folder");
  if (number < 0 && purpose == For::locking && (errno == EACCES || errno == EROFS)) {
    throw usage_error(fmt::format("{} can't be locked: {}", printable(path), std::strerror(errno)),
                      "holding off other writers needs the right to write to the file");
  }
  if (number < 0) throw not_opened(path, errno);
  Descriptor descriptor(path, number);
  const auto mode = facts(number, path).st_mode;
  if (S_ISDIR(mode))
    throw usage_error(printable(path) + " is a folder", "say which SQLite file in it: --from FILE");
  if (!S_ISREG(mode)) throw usage_error(printable(path) + " is not a regular file");
  return descriptor;
}

Descriptor Descriptor::open(const std::string& path, For purpose) {
  auto found = open_if_there(path, purpose);
  if (!found) throw not_opened(path, ENOENT);
  return std::move(*found);
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Descriptor::Descriptor(Descriptor&& other) noexcept
    : path_(std::move(other.path_)), number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(number_, other.number_);
  return *this;
}

std::uint64_t Descriptor::size() const {
  return static_cast<std::uint64_t>(facts(number_, path_).st_size);
}

std::int64_t Descriptor::modified_ns() const {
  const auto time = facts(number_, path_).st_mtim;
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::uint64_t Descriptor::inode() const {
  return facts(number_, path_).st_ino;
}

std::string Descriptor::read(std::uint64_t offset, std::size_t length) const {
  std::string bytes(length, '\0');
  std::size_t done = 0;
  while (done < length) {
    const auto got = ::pread(number_, bytes.data() + done, length - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw not_opened(path_, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

bool Descriptor::lock_shared(std::int64_t first, std::int64_t count) const {
  return set_lock(number_, path_, F_RDLCK, first, count);
}

bool Descriptor::lock_exclusive(std::int64_t first, std::int64_t count) const {
  return set_lock(number_, path_, F_WRLCK, first, count);
}

// Giving a range back can't fail but for a closed descriptor, whose locks are gone anyway.
void Descriptor::unlock(std::int64_t first, std::int64_t count) const noexcept {
  struct flock wanted = range(F_UNLCK, first, count);
  ::fcntl(number_, F_OFD_SETLK, &wanted);
}

std::optional<LockHolder> Descriptor::holder(std::int64_t first, std::int64_t count) const {
  return find_holder(number_, path_, F_WRLCK, first, count);
}

std::optional<LockHolder> Descriptor::exclusive_holder(std::int64_t first, std::int64_t count) const {
  return find_holder(number_, path_, F_RDLCK, first, count);
}

}  // namespace dunlin::sqlite
