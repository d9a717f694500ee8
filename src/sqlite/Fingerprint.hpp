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
  std::string sha256;                ///< "" for -shm, which is shared memory and no data
  std::uint32_t page_size = 0;       ///< of the database file; 0 for the others
  std::vector<std::uint64_t> pages;  ///< of the database file: a hash (XXH3) of each page
  friend bool operator==(const FilePrint&, const FilePrint&) = default;
};

/// The source and what lies beside it, before or after.
struct Fingerprint {
  std::vector<FilePrint> files;        ///< those of the database that exist
  std::vector<std::string> directory;  ///< names of everything in its folder, sorted
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// Reads every byte once and leaves no trace. Throws an Error when the source can't be read.
Fingerprint take_fingerprint(const std::string& source);

/// What changed between two fingerprints, a line each; empty when nothing did.
std::vector<std::string> differences(const Fingerprint& before, const Fingerprint& after);

/// SHA-256 of a file in hex.
std::string file_sha256(const std::string& path);

}  // namespace dunlin::sqlite
