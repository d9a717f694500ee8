#pragma once

#include <cstdint>

#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/KeyRing.hpp"
#include "encrypt/Sweep.hpp"

namespace dunlin::encrypt {

/// How values of a column are spread: what a blind index would give away.
struct ValueSpread {
  std::int64_t rows = 0;  ///< looked at
  std::int64_t distinct = 0;
  std::int64_t most_common = 0;  ///< rows that have the most common value
  friend bool operator==(const ValueSpread&, const ValueSpread&) = default;
};

/// Whether equal index entries would tell what the values are: each value in more than ten rows on average,
/// or one of them in more than a tenth of all.
bool is_low_cardinality(const ValueSpread& spread);

/// Encrypts what still stands in the clear only: rows with a plain value and no encrypted one. Throws a
/// refused Error for a column without a plain one, and where its blind index would give values away.
SweepResult backfill(postgres::Connection& connection, const EncryptedColumn& column, KeyRing& keys,
                     const SweepOptions& options, const SweepObserver& observer);

/// Rows whose value isn't encrypted.
std::int64_t count_plaintext_left(postgres::Connection& connection, const EncryptedColumn& column);

}  // namespace dunlin::encrypt
