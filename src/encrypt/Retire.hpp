#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "encrypt/KeyRing.hpp"
#include "encrypt/KeyUse.hpp"

namespace dunlin::encrypt {

/// A key that only decrypts, and what keeps it.
struct KeptKey {
  int kid = 0;
  std::string why;      ///< "public.profiles.phone_encrypted uses it", ...
  bool in_use = false;  ///< by a value, an entry or a document; not just by a transaction
  friend bool operator==(const KeptKey&, const KeptKey&) = default;
};

struct Retirement {
  std::vector<int> retired;
  std::vector<KeptKey> kept;
  friend bool operator==(const Retirement&, const Retirement&) = default;
};

/// Keys that only decrypt and that nothing uses any more become `retired`: those of one purpose, or all.
/// Their wrapped form stays, because backups need it. `settled` is a moment since the newest key was made:
/// nothing retires while a transaction from before is open; waits up to `wait` for such ones.
Retirement retire_unused(postgres::Connection& connection, const std::optional<std::string>& purpose,
                         const KeysSettled& settled, std::chrono::milliseconds wait);

/// What is known about the backups that may need a key.
struct BackupAge {
  std::optional<std::chrono::hours> retention;  ///< how long they are kept
  std::optional<std::string> since;             ///< or: the oldest one was made at this time
};

/// Throws away the wrapped form of a retired key: nothing under it can be read any more, in no backup.
/// Refused while a value or a document uses it; refused while backups from before its retirement may be kept,
/// with the time from which it is allowed, unless `for_good` names this very key. Returns when it retired.
std::string destroy_key(postgres::Connection& connection, int kid, const BackupAge& backups,
                        std::optional<int> for_good);

}  // namespace dunlin::encrypt
