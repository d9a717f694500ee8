#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace dunlin::sqlite {

/// SQLite's lock bytes in the database file (SQLite's os.h: PENDING_BYTE and what follows it).
inline constexpr std::int64_t k_pending_byte = 0x40000000;
inline constexpr std::int64_t k_reserved_byte = k_pending_byte + 1;
inline constexpr std::int64_t k_shared_first = k_pending_byte + 2;
inline constexpr std::int64_t k_shared_size = 510;

/// Its lock bytes in the -shm file (SQLite docs, "WAL-mode File Format", 2.3).
inline constexpr std::int64_t k_wal_write_byte = 120;
inline constexpr std::int64_t k_wal_first_mark = 124;  ///< WAL_READ_LOCK(1): who holds one keeps the WAL from
inline constexpr std::int64_t k_wal_last_mark = 127;   ///< beginning anew
inline constexpr std::int64_t k_wal_alive_byte = 128;  ///< shared by everybody who has the -shm open

/// Who stands in the way of a lock.
struct LockHolder {
  int pid = 0;          ///< 0: not known (it uses locks of an open file description, as we do)
  std::string program;  ///< "" when not known
  friend bool operator==(const LockHolder&, const LockHolder&) = default;
};
/// "process 4711 (node)", "another process".
std::string describe(const LockHolder& holder);

/// One open file of a source with locks of our own on it. The locks belong to this open file description
/// (fcntl(2), F_OFD_SETLK): unlike SQLite's own they stay when some other descriptor of the same file is
/// closed by this process, and end with this one. Reading leaves no access time where that is allowed
/// (O_NOATIME). Move-only.
class Descriptor {
 public:
  enum class For { reading, locking };  ///< locking: exclusive locks need a descriptor for writing
  /// Throws an Error that says what is wrong: not there, a folder, no permission, not a regular file.
  static Descriptor open(const std::string& path, For purpose = For::reading);
  /// The same; nothing when there is no such file.
  static std::optional<Descriptor> open_if_there(const std::string& path, For purpose = For::reading);

  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;

  const std::string& path() const { return path_; }
  int number() const { return number_; }

  std::uint64_t size() const;
  std::int64_t modified_ns() const;
  std::uint64_t inode() const;
  /// Up to `length` bytes at `offset`; fewer at the end of the file.
  std::string read(std::uint64_t offset, std::size_t length) const;

  /// Tries to lock a range; false when somebody else stands in the way.
  bool lock_shared(std::int64_t first, std::int64_t count = 1) const;
  bool lock_exclusive(std::int64_t first, std::int64_t count = 1) const;
  void unlock(std::int64_t first, std::int64_t count = 1) const noexcept;
  /// Who holds a lock, of either kind, on the range.
  std::optional<LockHolder> holder(std::int64_t first, std::int64_t count = 1) const;
  /// Who holds an exclusive one.
  std::optional<LockHolder> exclusive_holder(std::int64_t first, std::int64_t count = 1) const;

 private:
  Descriptor(std::string path, int number) : path_(std::move(path)), number_(number) {}

  std::string path_;
  int number_ = -1;
};

}  // namespace dunlin::sqlite
