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

/// Gives every value of the column its entry of the blind index under the index's active key. Until then a
/// lookup looks for both entries. Values that can't be decrypted are left and listed.
SweepResult reindex(postgres::Connection& connection, const EncryptedColumn& column, KeyRing& keys,
                    const SweepOptions& options, const SweepObserver& observer);

/// Whether a rotation to key `kid` has come to its end for this column.
bool is_finished(postgres::Connection& connection, const EncryptedColumn& column, int kid);

}  // namespace dunlin::encrypt
