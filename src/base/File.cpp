#include "base/File.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "base/Error.hpp"
#include "base/HalfWritten.hpp"
#include "base/Text.hpp"

namespace dunlin {
namespace {

// Below this many bytes a copy costs less than the page tables of a mapping.
constexpr std::size_t k_mapping_pays = 65536;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// A name is the caller's matter, a full disk isn't.
Error file_error(std::string_view what, const std::filesystem::path& path) {
  const int why = errno;
  const std::string message = fmt::format("{} {}: {}", what, printable(path.string()), std::strerror(why));
  if (why == ENOSPC || why == EDQUOT)
    return Error(ErrorCode::failed, message, "make room there, then run the command again");
  return why == EIO ? Error(ErrorCode::failed, message, "look after that disk") : usage_error(message);
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path, std::uint64_t max_size) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw file_error("can't read", path);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) throw file_error("can't read", path);
  if (!S_ISREG(info.st_mode))
    throw usage_error(fmt::format("{} is not a regular file", printable(path.string())));
  size_ = static_cast<std::size_t>(info.st_size);
  if (size_ > max_size) {
    throw usage_error(
        fmt::format("{} has {} bytes, more than max_file_size ({})", printable(path.string()),
                    with_thousands(info.st_size), with_thousands(static_cast<long long>(max_size))),
        "raise max_file_size in dunlin.toml, or split the file");
  }
  if (size_ == 0) return;
  if (size_ <= k_mapping_pays) {
    read(file.get(), path);
    return;
  }
  void* data = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (data == MAP_FAILED) throw file_error("can't map", path);
  data_ = static_cast<const char*>(data);
}

// A file that becomes shorter meanwhile ends where it ends now.
void MappedFile::read(int file, const std::filesystem::path& path) {
  copy_ = std::make_unique<char[]>(size_);
  std::size_t done = 0;
  while (done < size_) {
    const ssize_t got = ::read(file, copy_.get() + done, size_ - done);
    if (got < 0) throw file_error("can't read", path);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  size_ = done;
  data_ = copy_.get();
}

MappedFile::~MappedFile() {
  if (data_ != nullptr && !copy_) ::munmap(const_cast<char*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      copy_(std::move(other.copy_)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(copy_, other.copy_);
  return *this;
}

std::string read_file(const std::filesystem::path& path, std::uint64_t max_size) {
  return std::string(MappedFile(path, max_size).bytes());
}

namespace {

void write_all(const Descriptor& file, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0) throw file_error("can't write", path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

Error somebody_elses(const std::filesystem::path& path, const struct stat& original) {
  return usage_error(fmt::format("{} belongs to user {} and group {}, and would be ours when we wrote it",
                                 printable(path.string()), original.st_uid, original.st_gid),
                     "run the command as its owner, or as root");
}

struct stat status_to_keep(const std::filesystem::path& path) {
  struct stat original {};
  if (::stat(path.c_str(), &original) != 0) throw file_error("can't write", path);
  return original;
}

// Before there is a byte in it: nobody else can read what isn't theirs, not for a moment either.
void take_after(const Descriptor& file, const struct stat& original, const std::filesystem::path& path) {
  struct stat now {};
  if (::fstat(file.get(), &now) != 0) throw file_error("can't read", path);
  const bool same = now.st_uid == original.st_uid && now.st_gid == original.st_gid;
  if (!same && ::fchown(file.get(), original.st_uid, original.st_gid) != 0)
    throw somebody_elses(path, original);
  if (::fchmod(file.get(), original.st_mode & 07777) != 0) throw file_error("can't write", path);
}

// `original`: whose owner and permissions the file gets, if any; else it gets `mode`.
void write_by_rename(const std::filesystem::path& path, std::string_view text, Durability durability,
                     mode_t mode, const struct stat* original = nullptr) {
  const std::filesystem::path temporary = half_written(path);
  try {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (file.get() < 0) throw file_error("can't write", temporary);
    if (original != nullptr) take_after(file, *original, path);
    write_all(file, text, temporary);
    if (durability == Durability::kept && ::fsync(file.get()) != 0)
      throw file_error("can't write", temporary);
  } catch (const Error&) {
    ::unlink(temporary.c_str());
    throw;
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) throw file_error("can't write", path);
}

}  // namespace

void write_file(const std::filesystem::path& path, std::string_view text, Durability durability) {
  write_by_rename(path, text, durability, 0644);
}

void write_private_file(const std::filesystem::path& path, std::string_view text) {
  write_by_rename(path, text, Durability::kept, 0600);
}

void replace_file(const std::filesystem::path& path, std::string_view text) {
  const struct stat original = status_to_keep(path);
  std::error_code broken;
  const std::filesystem::path real = std::filesystem::canonical(path, broken);
  if (broken) throw file_error("can't write", path);
  write_by_rename(real, text, Durability::kept, 0600, &original);
}

namespace {

bool is_in_group(gid_t group) {
  if (group == ::getegid()) return true;
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
  const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(static_cast<std::size_t>(std::max(0, count)));
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

// A folder with that bit gives its group to what is made in it.
bool folder_gives_group(const std::filesystem::path& path, gid_t group) {
  struct stat folder {};
  const auto parent = std::filesystem::absolute(path).parent_path();
  return ::stat(parent.c_str(), &folder) == 0 && (folder.st_mode & S_ISGID) != 0 && folder.st_gid == group;
}

}  // namespace

void require_replaceable(const std::filesystem::path& path) {
  const struct stat original = status_to_keep(path);
  if (::geteuid() == 0) return;
  const bool group = is_in_group(original.st_gid) || folder_gives_group(path, original.st_gid);
  if (original.st_uid != ::geteuid() || !group) throw somebody_elses(path, original);
  std::error_code broken;
  const auto folder = std::filesystem::canonical(path, broken).parent_path();
  if (!broken && ::access(folder.c_str(), W_OK) != 0)
    throw usage_error(fmt::format("{} can't be written: what takes the place of {} is made there",
                                  printable(folder.string()), printable(path.filename().string())),
                      "run the command as a user who may write to that folder, or as root");
}

void append_file(const std::filesystem::path& path, std::string_view text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (file.get() < 0) throw file_error("can't write", path);
  write_all(file, text, path);
  if (::fsync(file.get()) != 0) throw file_error("can't write", path);
}

std::vector<std::string> list_directory(const std::filesystem::path& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw usage_error(fmt::format("can't read {}: {}", printable(directory.string()), error.message()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace dunlin
