#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/KeyRing.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// How much of a column is encrypted, counted by the server.
struct Coverage {
  std::int64_t rows = 0;
  std::int64_t encrypted = 0;
  std::int64_t plaintext_left = 0;         ///< rows with a plain value and no encrypted one
  std::int64_t no_envelope = 0;            ///< of the encrypted ones: those that don't have the form of one
  std::map<int, std::int64_t> keys;        ///< rows by the number of their data key
  std::map<int, std::int64_t> index_keys;  ///< entries of the blind index by that of theirs
  friend bool operator==(const Coverage&, const Coverage&) = default;
};

/// Needs no key.
Coverage read_coverage(postgres::Connection& connection, const EncryptedColumn& column,
                       const std::vector<KeyRecord>& records);

}  // namespace dunlin::encrypt
