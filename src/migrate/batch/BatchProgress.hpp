#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/Json.hpp"
#include "model/Statement.hpp"

namespace dunlin::migrate {

/// How far a statement in batches has come: what its row of the journal holds, renewed in the transaction of
/// each batch.
struct BatchProgress {
  using Key = std::vector<std::string>;

  std::string directive;  ///< the argument of `-- dunlin:batch`, as it was when the statement began
  std::string table;      ///< OID
  std::vector<std::string> columns;
  std::optional<Key> upper;   ///< the largest key when it began: rows above it came later; nothing: no rows
  std::optional<Key> last;    ///< rows up to this key are done; nothing before the first batch
  std::int64_t batches = 0;   ///< that committed
  std::int64_t rows = 0;      ///< changed
  std::int64_t seen = 0;      ///< rows of the table walked over, about
  std::int64_t estimate = 0;  ///< rows of the table when it began, as the planner estimates them

  bool finished() const { return !upper || last == upper; }
  friend bool operator==(const BatchProgress&, const BatchProgress&) = default;
};

Json to_json(const BatchProgress& progress);

/// Reads what to_json() gives; what isn't there keeps its default.
BatchProgress parse_batch_progress(const std::string& json);

/// The progress that a row of the journal holds; nothing when it isn't about a statement in batches.
std::optional<BatchProgress> batch_progress(const std::string& kind, const std::string& intent);

/// "420,000 rows in 42 batches", with the part of the table that is done while it isn't finished.
std::string describe(const BatchProgress& progress);

}  // namespace dunlin::migrate
