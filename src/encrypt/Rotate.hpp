#pragma once

#include <string>
#include <vector>

#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/KeyRing.hpp"
#include "encrypt/Sweep.hpp"

namespace dunlin::encrypt {

/// Wraps every data key anew, under `next` instead of `current`, in one transaction: either all of them or
/// none. No value is touched. Returns how many. Throws a refused Error when `current` is wrong for one.
int rotate_kek(postgres::Connection& connection, const Key& current, const Key& next);

/// The name of the checkpoint of a rotation to key `kid`.
std::string rotation_name(int kid);

/// Encrypts every value of the column that isn't under the purpose's active key anew. Bad values are left and
/// listed.
SweepResult reencrypt(postgres::Connection& connection, const EncryptedColumn& column, KeyRing& keys,
                      const SweepOptions& options, const SweepObserver& observer);

/// Keys of the purpose that only decrypt and that no row of a registered column and no document uses become
/// `retired`. Their wrapped keys stay: backups may need them. Returns their numbers.
std::vector<int> retire_unused(postgres::Connection& connection, const std::string& purpose);

}  // namespace dunlin::encrypt
