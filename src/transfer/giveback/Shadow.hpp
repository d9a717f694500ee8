#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Workplace.hpp"
#include "transfer/giveback/DrainTable.hpp"
#include "transfer/giveback/LostParents.hpp"
#include "transfer/giveback/VirtualTables.hpp"

namespace dunlin::transfer {

/// The file that the application gets back, while it is made: beside the source, so that a rename brings it
/// in, from our last copy of the source. Taken away again unless it was settled.
class Shadow {
 public:
  /// `mapping` must outlive it. Throws an Error when there is no room for it.
  Shadow(const Mapping& mapping, const Workplace& workplace, std::string source);
  ~Shadow();
  Shadow(const Shadow&) = delete;
  Shadow& operator=(const Shadow&) = delete;

  const std::string& path() const { return path_; }
  /// What is written to it beside the drains has to be taken back.
  sqlite::Database& file() { return *database_; }

  /// What one drain brought.
  struct Drained {
    std::int64_t entries = 0;  ///< of the outbox
    DrainedRows rows;
  };
  /// Brings it to the instant that the caller's transaction of the target sees (REPEATABLE READ, or with all
  /// writers kept out), by the outbox's entries that no drain before has seen.
  Drained drain(postgres::Connection& connection);
  /// That instant, as pg_current_snapshot() spells it.
  const std::string& instant() const { return instant_; }
  /// By how much the drains have changed the number of rows of a table; as Mapping::tables.
  const std::vector<std::int64_t>& growth() const { return growth_; }

  /// The file's foreign keys whose rows, or whose parents, have changed since the last call.
  std::vector<FileKey> take_touched_keys();

  /// What can only be done at the end, with all writers kept out: sequences, and full text that is built
  /// anew. Returns the virtual tables that nothing has fed.
  std::vector<std::string> finish(postgres::Connection& connection);
  /// Writes to the disk what it has, so that little is left for settle().
  void flush() const;
  /// Closes it, and leaves it for finish_return() to bring in.
  void settle();

 private:
  const Mapping& mapping_;
  std::string source_, path_;
  std::optional<sqlite::Database> database_;
  sqlite::Schema schema_;
  std::optional<VirtualTables> virtual_tables_;
  std::string instant_;
  std::vector<std::int64_t> growth_;
  std::set<std::string> touched_;  ///< tables, since take_touched_keys()
};

}  // namespace dunlin::transfer
