#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/KeyRing.hpp"

namespace dunlin::encrypt {

/// SQL, over the alias t: the column's blind index has an entry whose key has this mark.
std::string has_entry_under(const EncryptedColumn& column, std::string_view mark);

/// The first place where something still is under this key: "public.profiles.phone_encrypted", its blind
/// index, "a document". Nothing when no row of a registered column and no document uses it.
std::optional<std::string> find_use(postgres::Connection& connection, const std::vector<KeyRecord>& records,
                                    const KeyRecord& key);

/// A transaction that may write under an older key.
struct OlderTransaction {
  int pid = 0;            ///< its server process; 0 when it is a prepared one
  bool prepared = false;  ///< by PREPARE TRANSACTION: it has no process
  friend bool operator==(const OlderTransaction&, const OlderTransaction&) = default;
};

/// A moment after which every new transaction sees the keys as they are.
class KeysSettled {
 public:
  explicit KeysSettled(postgres::Connection& connection);

  /// A transaction that began before that moment and is still open after `wait`.
  std::optional<OlderTransaction> older_transaction(std::chrono::milliseconds wait) const;

 private:
  postgres::Connection& connection_;
  std::string transaction_;
};

}  // namespace dunlin::encrypt
