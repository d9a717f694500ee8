#include "encrypt/KeyRing.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/Error.hpp"
#include "encrypt/Bytes.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::encrypt {
namespace {

constexpr std::string_view k_wrap_salt = "dek";
constexpr int k_due_percent = 90;

std::string wrap_aad(std::string_view purpose) {
  return fmt::format("dek|{}", purpose);
}

Error wrong_key(const KeyRecord& record, const Key& kek) {
  return refused(fmt::format("key {} ({}) cannot be unwrapped with the key-encryption key given", record.kid,
                             record.purpose),
                 fmt::format("it was wrapped by {}, and what was given is {}; say the right one with --kek",
                             record.kek_id, kek.id()));
}

}  // namespace

std::vector<KeyRecord> read_keys(postgres::Connection& connection) {
  if (connection.exec("SELECT to_regclass('dunlin_pack.dek') IS NULL").boolean(0, 0))
    throw refused("this database has no encryption: there is no table dunlin_pack.dek",
                  "dunlin pack add encryption, then dunlin migrate");
  const auto rows = connection.exec(R"(
    SELECT kid, purpose, wrapped, kek_id, state, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
           (extract(epoch FROM now() - created_at) / 86400)::bigint, (extract(epoch FROM rotate_every) / 86400)::bigint,
           to_char(retired_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM dunlin_pack.dek ORDER BY kid)");
  std::vector<KeyRecord> out;
  for (int row = 0; row < rows.rows(); ++row) {
    out.push_back({.kid = static_cast<int>(rows.number(row, 0)),
                   .purpose = rows.string(row, 1),
                   .wrapped = from_bytea(rows.text(row, 2)).value_or(""),
                   .kek_id = rows.string(row, 3),
                   .state = rows.string(row, 4),
                   .created_at = rows.string(row, 5),
                   .retired_at = rows.is_null(row, 8) ? "" : rows.string(row, 8),
                   .age_days = rows.number(row, 6),
                   .rotate_every_days = rows.number(row, 7)});
  }
  return out;
}

std::string mark_of(const std::vector<KeyRecord>& records, const KeyRecord& key) {
  const bool is_first = std::none_of(records.begin(), records.end(), [&](const auto& other) {
    return other.purpose == key.purpose && other.kid < key.kid;
  });
  return index_mark(key.kid, is_first);
}

std::string_view rotation_of(const KeyRecord& key) {
  if (key.state != "active") return "";
  if (key.age_days >= key.rotate_every_days) return "overdue";
  return key.age_days * 100 >= key.rotate_every_days * k_due_percent ? "due" : "ok";
}

std::string wrap(const Key& kek, const Key& data_key, std::string_view purpose) {
  RandomBytes random;
  return Cipher(kek).seal(Format::v1, data_key.reveal(), wrap_aad(purpose), k_wrap_salt, random);
}

std::optional<Key> unwrap(const Key& kek, std::string_view wrapped, std::string_view purpose) {
  auto bytes = Cipher(kek).open(Format::v1, wrapped, wrap_aad(purpose), k_wrap_salt);
  if (!bytes) return std::nullopt;
  Key key(*bytes);
  wipe(*bytes);
  return key;
}

int create_data_key(postgres::Connection& connection, const Key& kek, std::string_view purpose) {
  const auto wrapped = "\\x" + to_hex(wrap(kek, Key::random(), purpose));
  const std::string name(purpose);
  postgres::Transaction transaction(connection);
  connection.exec("UPDATE dunlin_pack.dek SET state = 'decrypt_only' WHERE purpose = $1 AND state = 'active'",
                  {name});
  // Numbers of keys that were put back aren't the sequence's own.
  connection.exec(
      "SELECT setval(own.sequence, own.most) FROM (SELECT pg_get_serial_sequence('dunlin_pack.dek', "
      "'kid')::regclass AS sequence, max(kid) AS most FROM dunlin_pack.dek) AS own WHERE own.most > "
      "coalesce(pg_sequence_last_value(own.sequence), 0)");
  const auto row = connection.exec(
      "INSERT INTO dunlin_pack.dek (purpose, wrapped, kek_id) VALUES ($1, $2::bytea, $3) RETURNING kid",
      {name, wrapped, kek.id()});
  transaction.commit();
  return static_cast<int>(row.number(0, 0));
}

const KeyRecord* KeyRing::find(int kid, std::string_view purpose) const {
  for (const auto& record : records_) {
    if (record.kid == kid && record.purpose == purpose && !record.wrapped.empty()) return &record;
  }
  return nullptr;
}

Key KeyRing::unwrapped(const KeyRecord& record) const {
  auto key = unwrap(kek_, record.wrapped, record.purpose);
  if (!key) throw wrong_key(record, kek_);
  return *key;
}

void KeyRing::require_kek() const {
  for (const auto& record : records_) {
    if (!record.wrapped.empty() && record.kek_id != kek_.id()) throw wrong_key(record, kek_);
  }
}

Cipher* KeyRing::cipher(int kid, std::string_view purpose) {
  const auto* record = find(kid, purpose);
  if (record == nullptr) return nullptr;
  const auto known = ciphers_.find(kid);
  if (known != ciphers_.end()) return &known->second;
  return &ciphers_.emplace(kid, Cipher(unwrapped(*record))).first->second;
}

int KeyRing::active(std::string_view purpose) const {
  for (const auto& record : records_) {
    if (record.purpose == purpose && record.state == "active") return record.kid;
  }
  throw refused(fmt::format("there is no active data key for {}", purpose),
                fmt::format("dunlin encrypt keys init --purpose {}", purpose));
}

IndexKey& KeyRing::index_key(int kid, std::string_view purpose) {
  const auto known = index_keys_.find(kid);
  if (known != index_keys_.end()) return known->second;
  const auto* record = find(kid, purpose);
  if (record == nullptr)
    throw refused(fmt::format("there is no key {} for {}", kid, purpose), "dunlin encrypt keys list");
  IndexKey key{.hmac = Hmac(unwrapped(*record).reveal()), .mark = mark_of(records_, *record)};
  return index_keys_.emplace(kid, std::move(key)).first->second;
}

std::vector<int> KeyRing::lookup_keys(std::string_view purpose) const {
  std::vector<int> out;
  for (const auto& record : records_) {
    if (record.purpose == purpose && (record.state == "active" || record.state == "decrypt_only"))
      out.push_back(record.kid);
  }
  return out;
}

bool KeyRing::is_retired(int kid) const {
  return std::any_of(records_.begin(), records_.end(),
                     [&](const auto& record) { return record.kid == kid && record.state == "retired"; });
}

}  // namespace dunlin::encrypt
