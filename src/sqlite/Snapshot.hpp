#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sqlite/CopySource.hpp"
#include "sqlite/Fingerprint.hpp"
#include "sqlite/pages/WalTail.hpp"

namespace dunlin::sqlite {

/// A consistent private copy of a source: one file without WAL, complete, that only we know.
struct Snapshot {
  std::string path;
  std::uint64_t size = 0;
  std::string sha256;
  std::string journal_mode;  ///< of the source: "wal" or "delete"
  bool had_wal = false;
  int attempts = 1;  ///< how often the copy was begun because somebody wrote meanwhile
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

/// Copies the source to `destination` without leaving a trace on it (see copy_source), and has SQLite recover
/// the copy there: no -wal or -shm appears at the source, and with a rollback journal no writer is blocked
/// for longer than the copy takes (with a WAL: not at all). Throws an Error that says what is wrong: not
/// there, empty, not a database or encrypted, damaged, locked exclusively for longer than `wait_ms`, growing
/// faster than it can be copied.
Snapshot take_snapshot(const std::string& source, const std::string& destination, int wait_ms = 5000);

/// What a copy over an earlier one was made of.
struct RefreshedCopy {
  SourceCopy copy;
  std::optional<WalTail> wal;  ///< all of the source's WAL; nothing where it had none
};

/// The same over an earlier copy at `destination` (or none, or half of one): only what changed since is
/// written, nothing is made durable, and no digest is taken. For copies that come again and again. `known`:
/// see copy_source; with a hot journal they aren't true of the copy afterwards.
RefreshedCopy refresh_snapshot(const std::string& source, const std::string& destination, int wait_ms = 5000,
                               BlockHashes* known = nullptr);

/// The same from a copy that was made already, which stays as it is. `source` is for messages.
Snapshot take_snapshot_of_copy(const SourceCopy& copy, const std::string& source,
                               const std::string& destination);

}  // namespace dunlin::sqlite
