#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::sqlite {

/// What can be said of a source without opening it as a database: files and their bytes.
struct FilePrint {
  std::string name;  ///< "app.db", "app.db-wal", "app.db-shm", "app.db-journal"
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  std::uint64_t inode = 0;
  std::string sha256;  ///< "" for -shm, which is shared memory and no data
  friend bool operator==(const FilePrint&, const FilePrint&) = default;
};

/// The source and what lies beside it, before or after.
struct Fingerprint {
  std::vector<FilePrint> files;        ///< those of the database that exist
  std::vector<std::string> directory;  ///< names of everything in its folder, sorted
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

Fingerprint take_fingerprint(const std::string& source);

/// What changed between two fingerprints, a line each; empty when nothing did.
std::vector<std::string> differences(const Fingerprint& before, const Fingerprint& after);

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

/// Copies the source to `destination` without leaving a trace on it: reads db (and wal) under SQLite's own
/// shared lock, taken on a descriptor of ours, so that no -wal or -shm appears and no writer is blocked for
/// longer than the copy of the changed part takes. Throws an Error that says what is wrong: not there, empty,
/// not a database or encrypted, damaged, locked exclusively for longer than `wait_ms`, growing faster than it
/// can be copied.
Snapshot take_snapshot(const std::string& source, const std::string& destination, int wait_ms = 5000);

}  // namespace dunlin::sqlite
