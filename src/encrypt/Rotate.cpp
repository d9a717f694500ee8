#include "encrypt/Rotate.hpp"

#include <fmt/format.h>
#include <optional>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/KillPoint.hpp"
#include "encrypt/Binding.hpp"
#include "encrypt/Bytes.hpp"
#include "encrypt/KeyUse.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::encrypt {
namespace {

// A value of the column, opened by the key that it is under; nothing for one that is bad.
std::optional<std::string> open_value(const EncryptedColumn& column, KeyRing& keys, const SweepRow& row,
                                      const std::string& aad) {
  const auto envelope = parse_envelope(row.value);
  if (!envelope) return std::nullopt;
  Cipher* cipher = keys.cipher(envelope->kid, column.purpose);
  if (cipher == nullptr) return std::nullopt;
  return cipher->open(envelope->format, envelope->box, aad, row.salt);
}

std::string aad_of(const EncryptedColumn& column, const SweepRow& row) {
  return bound_to(column.purpose, column.context.empty() ? "" : row_context(column.context, row.key));
}

}  // namespace

int rotate_kek(postgres::Connection& connection, const Key& current, const Key& next) {
  if (current == next)
    throw refused("the new key-encryption key is the one in use", "make one: dunlin encrypt keys new");
  int wrapped = 0;
  postgres::Transaction transaction(connection);
  connection.exec("LOCK TABLE dunlin_pack.dek IN SHARE ROW EXCLUSIVE MODE");
  for (const auto& record : read_keys(connection)) {
    if (record.wrapped.empty() || record.kek_id == next.id()) continue;
    const auto key = unwrap(current, record.wrapped, record.purpose);
    if (!key)
      throw refused(fmt::format("key {} ({}) cannot be unwrapped with the key-encryption key given",
                                record.kid, record.purpose),
                    fmt::format("it was wrapped by {}, and what was given is {}; nothing was changed",
                                record.kek_id, current.id()));
    connection.exec(
        "UPDATE dunlin_pack.dek SET wrapped = $2::bytea, kek_id = $3 WHERE kid = $1::int",
        {std::to_string(record.kid), "\\x" + to_hex(wrap(next, *key, record.purpose)), next.id()});
    ++wrapped;
    kill_point("encrypt-rewrapped");
  }
  transaction.commit();
  return wrapped;
}

std::string rotation_name(int kid) {
  return fmt::format("rotate to key {}", kid);
}

SweepResult reencrypt(postgres::Connection& connection, const EncryptedColumn& column, KeyRing& keys,
                      const SweepOptions& options, const SweepObserver& observer) {
  const int kid = keys.active(column.purpose);
  Cipher& cipher = *keys.cipher(kid, column.purpose);
  RandomBytes random;
  const auto transform = [&](const SweepRow& row) -> std::optional<NewValue> {
    const auto aad = aad_of(column, row);
    const auto plain = open_value(column, keys, row, aad);
    if (!plain) return std::nullopt;
    return NewValue{.encrypted = to_text({.format = column.format,
                                          .kid = kid,
                                          .box = cipher.seal(column.format, *plain, aad, row.salt, random)}),
                    .salt = {},
                    .index = {}};
  };
  const auto name = quote_identifier(column.encrypted);
  const SweepWork work{.operation = rotation_name(kid),
                       .condition = fmt::format("t.{0} IS NOT NULL AND t.{0} !~ '^{1}\\.{2}\\.'", name,
                                                to_string(column.format), kid),
                       .source = column.encrypted};
  return Sweep(connection, column, work, transform, options, observer).run();
}

SweepResult reindex(postgres::Connection& connection, const EncryptedColumn& column, KeyRing& keys,
                    const SweepOptions& options, const SweepObserver& observer) {
  const int kid = keys.active(column.index_purpose);
  IndexKey& key = keys.index_key(kid, column.index_purpose);
  const auto transform = [&](const SweepRow& row) -> std::optional<NewValue> {
    const auto plain = open_value(column, keys, row, aad_of(column, row));
    if (!plain) return std::nullopt;
    return NewValue{
        .encrypted = {}, .salt = {}, .index = blind_index(key, *plain, column.normaliser, column.index_bits)};
  };
  const SweepWork work{
      .operation = rotation_name(kid),
      .condition = fmt::format("t.{} IS NOT NULL AND ({}) IS NOT TRUE", quote_identifier(column.encrypted),
                               has_entry_under(column, key.mark)),
      .source = column.encrypted,
      .writes_value = false,
      .writes_index = true};
  return Sweep(connection, column, work, transform, options, observer).run();
}

bool is_finished(postgres::Connection& connection, const EncryptedColumn& column, int kid) {
  return connection
             .exec(
                 "SELECT 1 FROM dunlin_pack.encryption_checkpoint WHERE relation = $1::bigint::oid AND "
                 "encrypted_column = $2 AND operation = $3 AND finished",
                 {std::to_string(column.relation), column.encrypted, rotation_name(kid)})
             .rows() > 0;
}

}  // namespace dunlin::encrypt
