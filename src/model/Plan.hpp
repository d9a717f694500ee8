#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/Ledger.hpp"
#include "model/Migration.hpp"
#include "model/Statement.hpp"

namespace dunlin::model {

/// A run of statements that commit together, or one statement that can't run in a transaction.
struct Segment {
  bool alone = false;
  std::size_t first = 0;  ///< index of its first statement
  std::size_t count = 0;
  friend bool operator==(const Segment&, const Segment&) = default;
};

/// One migration to run: which statements, in which segments, and where to begin.
struct Step {
  EntryKind kind = EntryKind::up;  ///< up, down or repeatable
  Migration migration;
  Script script;                ///< what runs: the up script, or the rollback
  std::string script_checksum;  ///< of the script's bytes as planned: a file that changed since is refused
  std::vector<Statement> statements;
  std::vector<Segment> segments;
  std::size_t resume_at = 0;         ///< first statement that hasn't run yet; > 0 only for an open entry
  std::vector<int> segment_numbers;  ///< as the journal counts them; empty: from 0
  bool resumed = false;              ///< the open entry of the history: its ledger row is there already
  std::string abandons;  ///< hash of a half-applied entry that this rollback gives up; "" for none
  std::string sql_checksum;
  std::string rollback_sql;  ///< stored with an up entry, so that rolling back doesn't need the file
  std::string rollback_source;
  std::string rollback_file;

  friend bool operator==(const Step&, const Step&) = default;
};

/// What will run, bound to the history it was made for.
struct Plan {
  std::vector<Step> steps;
  std::string head;  ///< History::head() when the plan was made: if it moved, the plan is stale and refused
  std::vector<std::string> notes;  ///< for people: what was left out and why
  friend bool operator==(const Plan&, const Plan&) = default;
};

}  // namespace dunlin::model
