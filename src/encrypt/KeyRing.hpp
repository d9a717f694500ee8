#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encrypt/Binding.hpp"
#include "encrypt/Cipher.hpp"
#include "encrypt/Key.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// A row of dunlin_pack.dek.
struct KeyRecord {
  int kid = 0;
  std::string purpose;
  std::string wrapped;  ///< "" when the key was destroyed
  std::string kek_id;   ///< of the key-encryption key that wrapped it
  std::string state;    ///< active, decrypt_only, retired, destroyed
  std::string created_at;
  std::string retired_at;  ///< "" for a key that still may be used
  std::int64_t age_days = 0;
  std::int64_t rotate_every_days = 0;
  friend bool operator==(const KeyRecord&, const KeyRecord&) = default;
};

/// Throws a refused Error when the database hasn't got the pack.
std::vector<KeyRecord> read_keys(postgres::Connection& connection);

/// What entries of a blind index under this key begin with.
std::string mark_of(const std::vector<KeyRecord>& records, const KeyRecord& key);

/// "ok"; "due" from 90 % of its time on; "overdue"; "" for a key that isn't active.
std::string_view rotation_of(const KeyRecord& key);

/// A data key wrapped by `kek`, as the pack's seal() does it.
std::string wrap(const Key& kek, const Key& data_key, std::string_view purpose);
/// Nothing when `kek` didn't wrap it.
std::optional<Key> unwrap(const Key& kek, std::string_view wrapped, std::string_view purpose);

/// Makes a new active key for a purpose; the one before only decrypts from now on. Returns its number.
int create_data_key(postgres::Connection& connection, const Key& kek, std::string_view purpose);

/// The data keys of a database, unwrapped in this process as they are needed: the key-encryption key never
/// goes to the server. Move-only.
class KeyRing {
 public:
  KeyRing(std::vector<KeyRecord> records, const Key& kek) : records_(std::move(records)), kek_(kek) {}

  /// Throws a refused Error when the data keys say that another key-encryption key wrapped them: known before
  /// anything is read or written.
  void require_kek() const;
  /// The cipher of key `kid`; nullptr when there is no such key for this purpose, or it was destroyed. Throws
  /// a refused Error when the key-encryption key isn't the one that wrapped it.
  Cipher* cipher(int kid, std::string_view purpose);
  /// Number of the purpose's active key. Throws a refused Error when there is none.
  int active(std::string_view purpose) const;
  /// The purpose's active key, for a blind index.
  IndexKey& index_key(std::string_view purpose) { return index_key(active(purpose), purpose); }
  IndexKey& index_key(int kid, std::string_view purpose);
  /// The keys whose entries a lookup looks for: the active one, and those that one is taking the place of.
  std::vector<int> lookup_keys(std::string_view purpose) const;
  /// Whether nothing was left under this key: what is, came back from before.
  bool is_retired(int kid) const;

  const std::vector<KeyRecord>& records() const { return records_; }

 private:
  const KeyRecord* find(int kid, std::string_view purpose) const;
  Key unwrapped(const KeyRecord& record) const;

  std::vector<KeyRecord> records_;
  Key kek_;
  std::map<int, Cipher> ciphers_;
  std::map<int, IndexKey> index_keys_;
};

}  // namespace dunlin::encrypt
