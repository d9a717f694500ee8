#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sqlite/Snapshot.hpp"
#include "transfer/prepare/Phase.hpp"

namespace dunlin::transfer {

/// A file of a backup.
struct BackupFile {
  std::filesystem::path path;
  std::uint64_t size = 0;
  std::string sha256;
  friend bool operator==(const BackupFile&, const BackupFile&) = default;
};

/// How one table fared when the second backup was compared with the snapshot.
struct ComparedTable {
  std::string table;
  std::int64_t rows = 0;
  bool equal = false;
  std::string problem;  ///< why it couldn't be read
  friend bool operator==(const ComparedTable&, const ComparedTable&) = default;
};

/// Two backups of one source at one instant, with the SHA-256 of each file in a manifest beside them
/// (sha256sum -c reads it).
struct Backups {
  std::vector<BackupFile> copy;  ///< the files as they were: the database, and its WAL or journal
  BackupFile rebuilt;            ///< one file, written anew by SQLite from what it reads
  std::string rebuilt_by;        ///< "VACUUM INTO", or "backup API" where that failed
  std::filesystem::path manifest;
  std::vector<ComparedTable> compared;
  friend bool operator==(const Backups&, const Backups&) = default;
};

/// Where the copy of the files goes first: <folder>/<name of the source>_<stamp>.db.partial; make_backups()
/// gives it its name. Nothing of that name is there yet. What a run that was killed left half-written is
/// taken away.
std::filesystem::path new_backup_path(const std::filesystem::path& folder,
                                      const std::filesystem::path& source, const std::string& stamp);

/// Completes the backups of a source whose files were copied to new_backup_path() and of which `snapshot` was
/// made: writes the second, reads both back, compares.
Backups make_backups(const sqlite::SourceCopy& copy, const sqlite::Snapshot& snapshot);

/// What is said of them. Pure.
std::vector<Check> check_backups(const Backups& backups);

}  // namespace dunlin::transfer
