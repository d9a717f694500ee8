#pragma once

#include <cstdint>
#include <string>

#include "base/Json.hpp"

namespace dunlin::audit {

/// A seal of pack audit's log: what a window of transaction ids held when it was closed. Hashes are hex.
struct Seal {
  std::int64_t number = 0;
  std::int64_t generation = 0;
  std::string xid_from, xid_to;
  std::int64_t rows = 0;
  std::string leaves;    ///< SHA-256 of the ids and hashes of its rows
  std::string previous;  ///< the seal before; "" for the first
  std::string hash;
  friend bool operator==(const Seal&, const Seal&) = default;
};

/// The hash that a seal with these contents has; it covers everything but itself.
std::string hash_of(const Seal& seal);

/// A seal as a line of an anchor, and back. Throws a usage Error for JSON that is no seal.
Json to_json(const Seal& seal);
Seal seal_from_json(const Json& json);

}  // namespace dunlin::audit
