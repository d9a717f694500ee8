#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sqlite/Database.hpp"
#include "sqlite/Descriptor.hpp"
#include "sqlite/Header.hpp"
#include "sqlite/LongValues.hpp"

namespace dunlin::sqlite {

/// What can be seen of a source without opening it as a database: nothing of it changes.
struct SourceState {
  std::string path;  ///< with symlinks resolved
  Header header;
  std::uint64_t size = 0;
  std::uint64_t wal_size = 0;  ///< 0: there is none
  bool hot_journal = false;    ///< the last writer died in a transaction
  bool in_use = false;         ///< somebody has it open in WAL mode, or reads or writes it right now
  std::optional<LockHolder> writer;
  friend bool operator==(const SourceState&, const SourceState&) = default;
};
/// Throws an Error that says what is wrong with the file.
SourceState observe_source(const std::string& source);

/// Rows of one foreign key whose parent isn't there.
struct Orphans {
  std::string table;
  std::vector<std::string> columns;
  std::string parent;
  std::int64_t count = 0;
  std::vector<std::string> keys;  ///< of the first of them: "id=17", "rowid=17"
  std::string problem;            ///< why SQLite can't check the key at all: the parent has no unique index
  friend bool operator==(const Orphans&, const Orphans&) = default;
};

/// What is wrong inside a database.
struct ContentChecks {
  std::vector<std::string> damage;       ///< of PRAGMA integrity_check, at most 100 lines; empty: in order
  std::vector<std::string> violations;   ///< of the same: values that the file's own constraints forbid
  std::vector<std::string> not_checked;  ///< and why: a collation or module of the application is missing
  std::vector<Orphans> orphans;          ///< of PRAGMA foreign_key_check
  std::vector<LongValues> long_values;   ///< when there are some, nothing else was looked at
  friend bool operator==(const ContentChecks&, const ContentChecks&) = default;
};
/// The longest value that is moved. PostgreSQL's own limit is 1 GB less a byte for what it sends as text, and
/// it sends bytes as two hex digits each (PostgreSQL docs, 8.4.1): of a longer blob no dump could be made.
constexpr std::int64_t k_longest_moved = (std::int64_t{512} << 20) - 16;

/// Reads all pages. The database is open for writing, although nothing is written: of one that isn't SQLite
/// ignores the CHECKs (3.40, sqlite3AddCheckConstraint). `most_keys` of each foreign key's orphans are named.
ContentChecks check_contents(Database& database, std::size_t most_keys = 10);

}  // namespace dunlin::sqlite
