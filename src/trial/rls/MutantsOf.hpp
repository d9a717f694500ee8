#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "trial/rls/TableFacts.hpp"

namespace dunlin::trial {

/// A policy, or a table's row-level security, changed for the worse, to see whether the expectations notice.
struct Mutant {
  Policy policy;       ///< of a table's own: without a name
  std::string change;  ///< "dropped", "USING (true)", "without (org = 1)", "owner instead of author"
  std::vector<std::string> sql;
  bool essential = false;  ///< takes the policy or a condition of it away: nobody may miss that
  bool noticed = false;
  std::string noticed_by;                 ///< label of the first cell that turned red
  std::vector<std::string> would_notice;  ///< questions nobody asks that would have come out otherwise
  friend bool operator==(const Mutant&, const Mutant&) = default;

  /// Nobody noticed, and there is a test that would have, or one ought to be possible.
  bool survived() const { return !noticed && (essential || !would_notice.empty()); }
};

/// Columns of a table with their types.
using ColumnTypes = std::map<std::string, std::string>;

/// The changes to try on a policy: dropped; each condition made true, negated, without each of its AND terms,
/// with each column swapped for another of its type; open to PUBLIC; permissive and restrictive exchanged;
/// for all commands, or for SELECT alone.
std::vector<Mutant> mutants_of(const Policy& policy, const ColumnTypes& columns);

/// Row-level security of a table switched off, and no longer forced.
std::vector<Mutant> mutants_of_table(const TableFacts& table);

}  // namespace dunlin::trial
