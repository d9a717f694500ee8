#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/KeyRing.hpp"

namespace dunlin::encrypt {

/// A row whose encrypted value isn't as it should be.
struct BadRow {
  std::string key;
  std::string reason;  ///< not_an_envelope, unknown_key, retired_key, altered, differs, ...
  friend bool operator==(const BadRow&, const BadRow&) = default;
};

struct Verification {
  std::int64_t rows = 0;  ///< encrypted values that were decrypted
  std::int64_t bad = 0;
  std::vector<BadRow> listed;  ///< the first of them
  std::int64_t shared_salts = 0;
  friend bool operator==(const Verification&, const Verification&) = default;
};

using VerifyObserver = std::function<void(std::int64_t rows)>;

/// Decrypts every value of a column in this process and compares it with the plain one, where that still is
/// there, and with its blind index. Changes nothing; at most `list` bad rows are named.
Verification verify(postgres::Connection& connection, const EncryptedColumn& column, KeyRing& keys,
                    std::size_t list, const VerifyObserver& observer);

}  // namespace dunlin::encrypt
