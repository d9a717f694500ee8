#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/Json.hpp"
#include "trial/rls/Cell.hpp"
#include "trial/rls/TableFacts.hpp"

namespace dunlin::trial {

/// What became of one cell.
struct CellResult {
  Cell cell;
  std::string label;  ///< "alice update public.documents without WHERE"
  Observed observed;
  Verdict verdict;
  friend bool operator==(const CellResult&, const CellResult&) = default;
};

/// Who reached what, as it is kept for a comparison: the matrix before a migration, say.
struct Snapshot {
  struct Entry {
    std::string label;
    std::string outcome;            ///< "rows", "denied", "error"
    std::vector<std::string> keys;  ///< rows reached
    std::int64_t affected = 0;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> entries;
  std::vector<std::string> policies;  ///< each on a line, sorted
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

Snapshot snapshot_of(const std::vector<CellResult>& results, const std::vector<Policy>& policies);
Json to_json(const Snapshot& snapshot);
/// Throws a usage Error for JSON that isn't a saved matrix.
Snapshot parse_snapshot(std::string_view text);

/// What a cell reaches now and didn't before, or the other way round.
struct MatrixChange {
  std::string label;
  std::vector<std::string> gained;
  std::vector<std::string> lost;
  std::string message;  ///< "denied before, now 3 rows"
  bool widened = false;
  friend bool operator==(const MatrixChange&, const MatrixChange&) = default;
};

/// The difference of two matrices in terms of access, and of the policies' text.
struct MatrixDiff {
  std::vector<MatrixChange> changes;
  std::vector<std::string> only_before;  ///< cells that nobody asks any more
  std::vector<std::string> only_now;
  std::vector<std::string> policies_removed;
  std::vector<std::string> policies_added;
  bool widened() const;
  friend bool operator==(const MatrixDiff&, const MatrixDiff&) = default;
};
MatrixDiff compare(const Snapshot& before, const Snapshot& now);

/// "public.documents owner PERMISSIVE FOR ALL TO authenticated USING (...) WITH CHECK (...)".
std::string describe(const Policy& policy);

}  // namespace dunlin::trial
