#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lint/audit/AuditReport.hpp"
#include "rehearse/Comparison.hpp"
#include "rehearse/ScratchServer.hpp"
#include "rehearse/Scripts.hpp"
#include "rehearse/consolidate/CleanFile.hpp"

namespace dunlin::rehearse {

struct ConsolidationOptions {
  bool tolerate_errors = false;  ///< a statement that fails is skipped, as psql does
  std::optional<model::Migration>
      before;  ///< what both sides find: made by a platform, and not part of the set
  std::vector<lint::audit::WrittenObject> written;
  std::chrono::milliseconds statement_timeout{120'000};
};

/// A statement that failed and was skipped.
struct SkippedStatement {
  std::string place;  ///< file:line:column
  std::string message;
  friend bool operator==(const SkippedStatement&, const SkippedStatement&) = default;
};

/// The state that files leave behind, and the clean set that says the same.
struct LastState {
  std::vector<CleanFile> files;
  std::vector<SchemaEntry> schema;
  DataContents contents;
  std::vector<SkippedStatement> skipped;
  std::vector<std::string> notes;
};

/// Runs the files on a scratch database and makes a clean set of what is there then. Throws a refused Error
/// when they don't run, with the statement.
LastState read_last_state(ScratchServer& server, const Scripts& original,
                          const ConsolidationOptions& options);

struct ConsolidationProof {
  std::string failure;  ///< the clean set doesn't run; "" when it does
  std::vector<Difference> differences;
  bool holds() const { return failure.empty() && differences.empty(); }
};

/// Runs the clean set, as it was written, on another scratch database and compares pg_dump's schema, object
/// by object, and the rows.
ConsolidationProof prove(ScratchServer& server, const Scripts& clean, const LastState& original,
                         const ConsolidationOptions& options);

}  // namespace dunlin::rehearse
