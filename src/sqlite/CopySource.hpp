#pragma once

#include <cstdint>
#include <string>

#include "sqlite/CopyFile.hpp"

namespace dunlin::sqlite {

/// The files of a source as they were at one instant.
struct SourceCopy {
  std::string path;                  ///< of the database; its -wal or -journal lies beside it
  bool wal = false;                  ///< a -wal was copied
  bool journal = false;              ///< a hot journal was copied: the last writer died in a transaction
  std::string journal_mode;          ///< of the source: "wal" or "delete"
  int attempts = 1;                  ///< how often the copy was begun because somebody wrote meanwhile
  std::uint64_t inode = 0;           ///< of the source
  std::uint32_t change_counter = 0;  ///< of the database's header; with a rollback journal each commit counts
  WrittenBlocks written;             ///< with Writing::changes: of the database
  friend bool operator==(const SourceCopy&, const SourceCopy&) = default;
};

/// What a copy leaves free on its disk, in bytes: others write there too.
inline constexpr std::uint64_t k_spare_room = std::uint64_t{16} << 20;

/// Copies the database file, and its WAL or hot journal, to `destination` (with -wal or -journal behind it),
/// byte by byte and leaving no trace on the source. What was at the destination is replaced, with
/// Writing::changes only where it differs, which is fast for an earlier copy.
///
/// With a rollback journal the SHARED lock keeps pages from being written; a large file is copied before, so
/// that under the lock only what changed since is copied. With a WAL the lock keeps nobody from writing:
/// writers append frames, and checkpoints write pages into the database. Such a page is also in the WAL,
/// which is copied afterwards, as long as the WAL doesn't begin anew in between; a shared lock on a read mark
/// in the -shm, which exists where there are writers, keeps it from that. Throws an Error that says what is
/// wrong. With `known` (of what the destination holds; see CopyFile::update) a file that has no WAL is
/// compared with hashes instead of the copy; with one, nothing is known afterwards.
SourceCopy copy_source(const std::string& source, const std::string& destination, int wait_ms,
                       Writing writing = Writing::everything, BlockHashes* known = nullptr);

/// Waits until a file of ours is on its disk (fsync).
void make_durable(const std::string& path);

/// Takes a copy away with what lies beside it (-wal, -shm, -journal).
void remove_copy(const std::string& destination);

}  // namespace dunlin::sqlite
