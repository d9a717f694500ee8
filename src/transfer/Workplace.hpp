#pragma once

#include <filesystem>
#include <string>

namespace dunlin::transfer {

/// Where one transfer keeps its files between commands: a private folder (0700) under .dunlin/transfer/,
/// named after the source.
struct Workplace {
  std::filesystem::path folder;

  std::filesystem::path snapshot() const { return folder / "base.db"; }  ///< what was, or will be, loaded
  std::filesystem::path next_snapshot() const { return folder / "next.db"; }  ///< the round under way
  std::filesystem::path logged_rows() const { return folder / "rows.db"; }    ///< of a round by triggers
  /// There while dunlin's triggers are, or may be, in the source.
  std::filesystem::path capture_note() const { return folder / "capture"; }
  std::filesystem::path plan() const { return folder / "plan.json"; }  ///< Mapping as prepared
  std::filesystem::path rejects() const { return folder / "rejects.ndjson"; }
};

/// The folder for `source` in the project at `root`; made when it isn't there.
Workplace workplace_for(const std::filesystem::path& root, const std::filesystem::path& source);

}  // namespace dunlin::transfer
