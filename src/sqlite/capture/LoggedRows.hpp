#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "sqlite/pages/SnapshotDiff.hpp"

namespace dunlin::sqlite {

/// What a source's change log says since our copy was taken.
struct LoggedRows {
  std::vector<TableDiff> tables;                  ///< those with logged keys
  std::size_t keys = 0;                           ///< that were logged, each once
  std::map<std::string, std::int64_t> sequences;  ///< sqlite_sequence of the source
};

/// Reads the entries that `base`, a copy of the source with its log, doesn't have, in one read transaction
/// with the rows as they are now, which go to a new file `rows` (tables of the same names, without
/// constraints). Nothing when the source's schema isn't that of the copy, or it was vacuumed since, which may
/// change rowids: then only a comparison of pages can tell what changed. Entries that `base` has are removed
/// from the log first, unless `keep_log` or somebody writes.
std::optional<LoggedRows> read_logged_rows(const std::string& source, const std::string& base,
                                           const std::string& rows, const Schema& schema, bool keep_log,
                                           int wait_ms);

/// Brings `base` to the state that `rows` was read in, in one transaction. Doing it again changes nothing.
void apply_logged_rows(const std::string& base, const std::string& rows, const Schema& schema);

}  // namespace dunlin::sqlite
