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
#include "sqlite/Descriptor.hpp"
#include "sqlite/Header.hpp"
#include "sqlite/SharedLock.hpp"

namespace dunlin::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr int k_attempts = 20;
constexpr std::size_t k_piece = std::size_t{8} << 20;
// Small enough for both sides to stay in the processor's cache.
constexpr std::size_t k_small_piece = std::size_t{256} << 10;
constexpr std::size_t k_block = 4096;
constexpr std::uint64_t k_large = std::uint64_t{8} << 20;
constexpr std::size_t k_wal_header = 32;
constexpr std::uint64_t k_spare_room = std::uint64_t{16} << 20;
constexpr std::string_view k_journal_magic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";

Error write_error(const std::string& path, int reason) {
  return Error(ErrorCode::failed,
               fmt::format("{} can't be written: {}", printable(path), std::strerror(reason)),
               reason == ENOSPC ? "make room on that disk, then run the command again" : "");
}

/// The file that is being written; ours alone.
class Output {
 public:
  explicit Output(const std::string& path, Writing writing = Writing::everything)
      : path_(path),
        number_(::open(path.c_str(),
                       O_RDWR | O_CREAT | O_CLOEXEC | (writing == Writing::everything ? O_TRUNC : 0), 0600)) {
    if (number_ < 0) throw write_error(path, errno);
  }
  ~Output() { ::close(number_); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// The kernel copies (and shares blocks where the file system can); by hand where it won't. What is
  /// appended meanwhile isn't followed: somebody might append for ever.
  void copy(const Descriptor& from) {
    for (const auto end = static_cast<off_t>(from.size()); read_ < end;) {
      if (interrupted()) throw Error(ErrorCode::interrupted, "interrupted");
      const auto piece = std::min(k_piece, static_cast<std::size_t>(end - read_));
      const auto done = ::copy_file_range(from.number(), &read_, number_, &written_, piece, 0);
      if (done == 0) return;
      if (done < 0 && errno == ENOSPC) throw write_error(path_, errno);
      if (done < 0) return copy_by_hand(from, end);
    }
  }

  /// Writes the blocks that differ from what is there.
  void update(const Descriptor& from) {
    std::string piece(k_small_piece, '\0'), there(k_small_piece, '\0');
    const auto end = static_cast<off_t>(from.size());
    while (read_ < end) {
      if (interrupted()) throw Error(ErrorCode::interrupted, "interrupted");
      const std::size_t size = read_at(from.number(), read_, piece);
      const std::size_t known = read_at(number_, read_, there);
      for (std::size_t at = 0; at < size; at += k_block) {
        const std::string_view block = std::string_view(piece).substr(at, std::min(k_block, size - at));
        if (at + block.size() <= known && std::string_view(there).substr(at, block.size()) == block) continue;
        written_ = read_ + static_cast<off_t>(at);
        put(block);
      }
      read_ += static_cast<off_t>(size);
      if (size < piece.size()) break;
    }
    if (::ftruncate(number_, read_) != 0) throw write_error(path_, errno);
  }

 private:
  static std::size_t read_at(int number, off_t offset, std::string& buffer) {
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

  void copy_by_hand(const Descriptor& from, off_t end) {
    while (read_ < end) {
      if (interrupted()) throw Error(ErrorCode::interrupted, "interrupted");
      const std::string piece = from.read(static_cast<std::uint64_t>(read_), k_piece);
      if (piece.empty()) return;
      read_ += static_cast<off_t>(piece.size());
      put(piece);
    }
  }
  void put(std::string_view piece) {
    while (!piece.empty()) {
      const auto done = ::pwrite(number_, piece.data(), piece.size(), written_);
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) throw write_error(path_, errno);
      piece.remove_prefix(static_cast<std::size_t>(done));
      written_ += done;
    }
  }

  std::string path_;
  int number_;
  off_t read_ = 0, written_ = 0;
};

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
  Attempt(const std::string& source, const std::string& destination, Deadline deadline, Writing writing)
      : source_(source),
        destination_(destination),
        writing_(writing),
        database_(Descriptor::open(source)),
        lock_(database_, deadline),
        header_(parse_header(database_.read(0, k_header_bytes), source)) {}

  /// False when somebody wrote into what was being copied.
  bool copy(SourceCopy& made) {
    const auto wal = Descriptor::open_if_there(source_ + "-wal");
    if (!same_file(source_, database_)) return false;
    made.journal_mode = header_.wal ? "wal" : "delete";
    made.wal = made.journal = false;
    return header_.wal || (wal && wal->size() > 0) ? copy_with_wal(wal, made) : copy_with_journal(made);
  }

  /// Keeps the WAL from beginning anew for as long as this lives, where somebody has it open. Takes the last
  /// read mark first: readers seldom use it, so it limits no checkpoint.
  void hold_wal(Deadline deadline) {
    if (held_) return;
    shm_ = Descriptor::open_if_there(source_ + "-shm");
    if (!shm_ || !shm_->holder(k_wal_alive_byte)) return;
    held_ = poll([&] { return lock_a_mark(); }, deadline);
  }

  bool is_current() const { return same_file(source_, database_); }

 private:
  bool lock_a_mark() const {
    for (auto mark = k_wal_last_mark; mark >= k_wal_first_mark; --mark)
      if (shm_->lock_shared(mark)) return true;
    return false;
  }

  void copy_database(std::uint64_t needed) {
    if (writing_ == Writing::changes) return Output(destination_, writing_).update(database_);
    require_room(destination_, needed);
    Output(destination_).copy(database_);
  }

  Look look() const { return {database_.size(), database_.modified_ns(), ""}; }

  bool copy_with_wal(const std::optional<Descriptor>& wal, SourceCopy& made) {
    const std::string begin = wal_header(wal);
    const Look before = look();
    copy_database(before.size + (wal ? wal->size() : 0));
    if (wal) Output(destination_ + "-wal").copy(*wal);
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
    copy_database(before.size + (made.journal ? journal->size() : 0));
    if (made.journal) {
      refuse_shared_transaction(*journal);
      const auto modified = journal->modified_ns();
      Output(destination_ + "-journal").copy(*journal);
      if (!same_file(source_ + "-journal", *journal) || journal->modified_ns() != modified) return false;
    }
    return look() == before;
  }

  const std::string& source_;
  const std::string& destination_;
  Writing writing_;
  Descriptor database_;
  SharedLock lock_;
  Header header_;
  std::optional<Descriptor> shm_;
  bool held_ = false;
};

// Under the lock a writer waits. So a large file is copied before it is taken, without care for who writes,
// and once more for what changed during that; under the lock both sides are compared, which needs no disk.
void copy_ahead(const std::string& source, const std::string& destination) {
  const auto database = Descriptor::open(source);
  require_room(destination, database.size());
  Output(destination).copy(database);
  Output(destination, Writing::changes).update(database);
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
                       Writing writing) {
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
    if (!attempt || !attempt->is_current()) attempt.emplace(path, destination, deadline, writing);
    attempt->hold_wal(deadline);
    for (const char* suffix : {"-wal", "-shm", "-journal"}) fs::remove(destination + suffix, none);
    if (writing == Writing::everything) remove_copy(destination);
    if (attempt->copy(made)) return made;
  }
  remove_copy(destination);
  throw never_still(source);
}

}  // namespace dunlin::sqlite
