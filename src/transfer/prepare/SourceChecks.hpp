#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "sqlite/Checks.hpp"
#include "sqlite/Snapshot.hpp"
#include "transfer/prepare/Phase.hpp"

namespace dunlin::transfer {

/// What a preparation needs of the disks here, and what there is.
struct Room {
  std::filesystem::path folder;
  std::uint64_t needed = 0;
  std::optional<std::uint64_t> free;  ///< nothing: not known
  friend bool operator==(const Room&, const Room&) = default;
};
/// Room for the copies of a source: two backups in `backups`, the private copy in `workplace`.
std::vector<Room> rooms_for(const sqlite::SourceState& source, const std::filesystem::path& backups,
                            const std::filesystem::path& workplace);

/// What is said of the file before it is copied: format, locks, WAL, disks. Pure.
std::vector<Check> check_source_state(const sqlite::SourceState& source, const std::vector<Room>& rooms);

/// What is said of the private copy: how it was taken, damage, orphans. Pure.
std::vector<Check> check_snapshot(const sqlite::Snapshot& snapshot, const sqlite::ContentChecks& contents,
                                  std::int64_t milliseconds);

}  // namespace dunlin::transfer
