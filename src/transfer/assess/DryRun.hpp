#pragma once

#include <map>
#include <string>
#include <vector>

#include "transfer/Assess.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/RowEncoder.hpp"

namespace dunlin::transfer {

/// Some values of a column that had the same fate, and where the first of them are.
struct Tally {
  std::int64_t count = 0;
  std::vector<std::string> keys;  ///< at most 20
  friend bool operator==(const Tally&, const Tally&) = default;
};

/// Values that didn't fit, as they are counted: one column, one reason, one outcome.
struct MisfitKind {
  std::size_t column = 0;
  std::string reason;
  sqlite::Storage storage = sqlite::Storage::null;
  model::MisfitPolicy taken = model::MisfitPolicy::refuse;
  friend auto operator<=>(const MisfitKind&, const MisfitKind&) = default;
};

/// What became of a table's values when all of them were tried.
struct TableTrial {
  std::int64_t rows = 0;
  std::int64_t bytes = 0;     ///< of the images of the rows that are stored
  std::int64_t rejected = 0;  ///< rows that aren't, for a reason other than refusal
  std::int64_t refused = 0;
  std::map<MisfitKind, Tally> misfits;
  std::vector<Tally> respelled;  ///< by column: values that don't come back as the same bytes
  friend bool operator==(const TableTrial&, const TableTrial&) = default;
};

/// Reads, validates and encodes every value of a private copy, decodes it again and compares. In the order of
/// the mapping's tables.
std::vector<TableTrial> try_tables(const std::string& snapshot, const Mapping& mapping,
                                   const AssessObserver& observer);

}  // namespace dunlin::transfer
