#include "sqlite/CopySource.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <vector>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "sqlite/CopyFile.hpp"
#include "sqlite/Descriptor.hpp"
#include "sqlite/Header.hpp"
#include "sqlite/SharedLock.hpp"
#include "sqlite/WalHold.hpp"

namespace dunlin::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr int k_attempts = 20;
constexpr std::uint64_t k_large = std::uint64_t{8} << 20;
constexpr std::size_t k_wal_header = 32;
constexpr std::string_view k_journal_magic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";

/// A state of a file that two looks can compare.
struct Look {
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  std::string begin;  ///< of a WAL: its header, whose salts change when it begins anew
  friend bool operator==(const Look&, const Look&) = default;
};

std::string wal_header(const std::optional<Descriptor>& wal) {
  const std::string begin = wal ? wal->read(0, k_wal_header) : "";
  return begin.size() == k_wal_header ? begin : "";
}

bool same_file(const std::string& path, const Descriptor& open) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && info.st_ino == open.inode();
}

// A journal is hot when its header wasn't erased and no writer lives who could have made it (SQLite docs,
// "File Locking And Concurrency", 4.1).
bool is_hot(const Descriptor& database, const std::optional<Descriptor>& journal) {
  if (!journal || journal->read(0, 1).find_first_not_of('\0') == std::string::npos) return false;
  return !database.holder(k_reserved_byte);
}

std::uint32_t number_at(std::string_view bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = (value << 8) | static_cast<unsigned char>(bytes[offset + i]);
  return value;
}

// Of a transaction over several files the journal ends with the name of the file that decides (SQLite docs,
// "Database File Format", 3). SQLite would delete that one when it recovers our copy.
void refuse_shared_transaction(const Descriptor& journal) {
  const std::uint64_t size = journal.size();
  if (size < 16) return;
  const std::string end = journal.read(size - 16, 16);
  if (end.substr(8) != k_journal_magic) return;
  const std::uint32_t length = number_at(end, 0);
  if (length + 16 > size) return;
  const std::string name = journal.read(size - 16 - length, length);
  std::error_code none;
  if (!fs::exists(name, none)) return;
  throw refused(fmt::format("{}: a transaction over several files was cut off ({})",
                            printable(journal.path()), printable(name)),
                "open the application once, so that SQLite rolls it back, then run the command again");
}

void require_room(const std::string& destination, std::uint64_t needed) {
  const fs::path folder = fs::path(destination).parent_path();
  struct statvfs room {};
  if (::statvfs(folder.empty() ? "." : folder.c_str(), &room) != 0) return;
  const auto free = static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
  const std::uint64_t wanted = needed + k_spare_room;
  if (free >= wanted) return;
  throw Error(ErrorCode::failed,
              fmt::format("no room for a copy in {}: {} bytes are free, {} are needed",
                          printable(folder.string()), with_thousands(static_cast<long long>(free)),
                          with_thousands(static_cast<long long>(wanted))),
              "make room on that disk, or move the project to a larger one");
}

/// One go at copying, with the locks that it needs.
class Attempt {
 public:
  Attempt(const std::string& source, const std::string& destination, Deadline deadline, Writing writing,
          BlockHashes* known)
      : source_(source),
        destination_(destination),
        writing_(writing),
        known_(known),
        database_(Descriptor::open(source)),
        lock_(database_, deadline),
        header_(parse_header(database_.read(0, k_header_bytes), source)) {}

  /// False when somebody wrote into what was being copied.
  bool copy(SourceCopy& made) {
    const auto wal = Descriptor::open_if_there(source_ + "-wal");
    if (!same_file(source_, database_)) return false;
    made.journal_mode = header_.wal ? "wal" : "delete";
    made.inode = database_.inode();
    made.change_counter = header_.change_counter;
    made.wal = made.journal = false;
    return header_.wal || (wal && wal->size() > 0) ? copy_with_wal(wal, made) : copy_with_journal(made);
  }

  /// Keeps the WAL from beginning anew for as long as this lives, where somebody has it open.
  void hold_wal(Deadline deadline) {
    if (!held_) held_ = WalHold::take(source_, deadline);
  }

  bool is_current() const { return same_file(source_, database_); }

 private:
  void copy_database(std::uint64_t needed, SourceCopy& made, BlockHashes* known = nullptr) {
    if (writing_ == Writing::everything) {
      require_room(destination_, needed);
      return CopyFile(destination_, Writing::everything).copy(database_);
    }
    made.written.add(CopyFile(destination_, Writing::changes).update(database_, known));
  }

  Look look() const { return {database_.size(), database_.modified_ns(), ""}; }

  bool copy_with_wal(const std::optional<Descriptor>& wal, SourceCopy& made) {
    const std::string begin = wal_header(wal);
    const Look before = look();
    if (known_ != nullptr) *known_ = BlockHashes();
    copy_database(before.size + (wal ? wal->size() : 0), made);
    if (wal) CopyFile(destination_ + "-wal", Writing::everything).copy(*wal);
    made.wal = !begin.empty();
    const auto now = Descriptor::open_if_there(source_ + "-wal");
    if (wal_header(now) != begin || (now && wal && now->inode() != wal->inode())) return false;
    // Without a WAL nothing tells the pages that a checkpoint has written.
    return !begin.empty() || look() == before;
  }

  bool copy_with_journal(SourceCopy& made) {
    const auto journal = Descriptor::open_if_there(source_ + "-journal");
    const Look before = look();
    made.journal = is_hot(database_, journal);
    copy_database(before.size + (made.journal ? journal->size() : 0), made, known_);
    if (made.journal) {
      refuse_shared_transaction(*journal);
      const auto modified = journal->modified_ns();
      CopyFile(destination_ + "-journal", Writing::everything).copy(*journal);
      if (!same_file(source_ + "-journal", *journal) || journal->modified_ns() != modified) return false;
    }
    return look() == before;
  }

  const std::string& source_;
  const std::string& destination_;
  Writing writing_;
  BlockHashes* known_;
  Descriptor database_;
  SharedLock lock_;
  Header header_;
  std::optional<WalHold> held_;
};

// Under the lock a writer waits. So a large file is copied before it is taken, without care for who writes,
// and once more for what changed during that; under the lock both sides are compared, which needs no disk.
void copy_ahead(const std::string& source, const std::string& destination) {
  const auto database = Descriptor::open(source);
  require_room(destination, database.size());
  CopyFile(destination, Writing::everything).copy(database);
  CopyFile(destination, Writing::changes).update(database);
}

bool pays_to_copy_ahead(const std::string& source) {
  const auto database = Descriptor::open(source);
  if (database.size() < k_large || parse_header(database.read(0, k_header_bytes), source).wal) return false;
  const auto wal = Descriptor::open_if_there(source + "-wal");
  return !wal || wal->size() == 0;
}

Error never_still(const std::string& source) {
  return refused(
      fmt::format("{} changed {} times while it was being copied", printable(source), k_attempts),
      "is it being downloaded or copied by something that doesn't use SQLite's locks? Wait for its "
      "end, then run the command again");
}

}  // namespace

void make_durable(const std::string& path) {
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = number >= 0 && ::fsync(number) == 0;
  const int reason = errno;
  if (number >= 0) ::close(number);
  if (!done)
    throw Error(ErrorCode::failed,
                fmt::format("{} can't be written: {}", printable(path), std::strerror(reason)));
}

void remove_copy(const std::string& destination) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::error_code none;
    fs::remove(destination + suffix, none);
  }
}

SourceCopy copy_source(const std::string& source, const std::string& destination, int wait_ms,
                       Writing writing, BlockHashes* known) {
  const Deadline deadline = deadline_in(wait_ms);
  std::error_code none;
  const fs::path resolved = fs::canonical(source, none);  // SQLite's other files lie beside the real one
  const std::string path = none ? source : resolved.string();
  if (writing == Writing::everything) remove_copy(destination);
  if (writing == Writing::everything && pays_to_copy_ahead(path)) {
    copy_ahead(path, destination);
    writing = Writing::changes;
  }
  std::optional<Attempt> attempt;
  SourceCopy made;
  made.path = destination;
  for (made.attempts = 1; made.attempts <= k_attempts; ++made.attempts) {
    if (!attempt || !attempt->is_current()) attempt.emplace(path, destination, deadline, writing, known);
    attempt->hold_wal(deadline);
    for (const char* suffix : {"-wal", "-shm", "-journal"}) fs::remove(destination + suffix, none);
    if (writing == Writing::everything) remove_copy(destination);
    if (attempt->copy(made)) return made;
  }
  remove_copy(destination);
  throw never_still(source);
}

}  // namespace dunlin::sqlite
