#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "encrypt/KeyRing.hpp"

namespace dunlin::encrypt {

/// Values that nothing can decrypt: dunlin_pack.dek has no key of their number (one that was destroyed is
/// there).
struct MissingKey {
  std::string where;  ///< "public.profiles.phone_encrypted", "documents"
  int kid = 0;
  std::int64_t values = 0;
  friend bool operator==(const MissingKey&, const MissingKey&) = default;
};

/// "500 values of public.profiles.phone_encrypted are under key 1, which dunlin_pack.dek doesn't have".
std::string describe(const MissingKey& missing);

/// Those of `keys` (values by the number of their key) that `records` doesn't have.
std::vector<MissingKey> missing_keys(const std::string& where, const std::map<int, std::int64_t>& keys,
                                     const std::vector<KeyRecord>& records);

/// Looks at all registered columns and at documents. Needs no key.
std::vector<MissingKey> find_missing_keys(postgres::Connection& connection,
                                          const std::vector<KeyRecord>& records);

/// What to do: the statement that puts the keys back which a rollback has kept in dunlin_kept, or, where none
/// is kept, where else they may be.
std::string way_out(postgres::Connection& connection, const std::vector<MissingKey>& missing);

/// Throws a refused Error when a value is under a number that dunlin_pack.dek doesn't have: a new key might
/// get that number, and the value would look altered from then on.
void require_no_missing_key(postgres::Connection& connection, const std::vector<KeyRecord>& records);

}  // namespace dunlin::encrypt
