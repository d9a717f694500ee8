#include "encrypt/Rotate.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/KillPoint.hpp"
#include "encrypt/Binding.hpp"
#include "encrypt/Bytes.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::encrypt {
namespace {

using postgres::Sql;

bool is_used(postgres::Connection& connection, const std::vector<EncryptedColumn>& columns, int kid) {
  for (const auto& column : columns) {
    const auto row = connection.exec(
        Sql::trusted(fmt::format("SELECT EXISTS (SELECT FROM {} WHERE {} ~ ('^v[12]\\.' || $1 || '\\.'))",
                                 column.quoted_table(), quote_identifier(column.encrypted))),
        {std::to_string(kid)});
    if (row.boolean(0, 0)) return true;
  }
  return connection
      .exec("SELECT EXISTS (SELECT FROM dunlin_pack.encrypted_document WHERE kid = $1::int)",
            {std::to_string(kid)})
      .boolean(0, 0);
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
    const auto envelope = parse_envelope(row.value);
    if (!envelope) return std::nullopt;
    Cipher* before = keys.cipher(envelope->kid, column.purpose);
    if (before == nullptr) return std::nullopt;
    const auto aad =
        bound_to(column.purpose, column.context.empty() ? "" : row_context(column.context, row.key));
    const auto plain = before->open(envelope->format, envelope->box, aad, row.salt);
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

std::vector<int> retire_unused(postgres::Connection& connection, const std::string& purpose) {
  std::vector<EncryptedColumn> columns;
  for (auto& column : read_columns(connection, {})) {
    if (column.purpose == purpose) columns.push_back(std::move(column));
  }
  std::vector<int> out;
  for (const auto& record : read_keys(connection)) {
    if (record.purpose != purpose || record.state != "decrypt_only") continue;
    if (is_used(connection, columns, record.kid)) continue;
    connection.exec("UPDATE dunlin_pack.dek SET state = 'retired', retired_at = now() WHERE kid = $1::int",
                    {std::to_string(record.kid)});
    out.push_back(record.kid);
  }
  return out;
}

}  // namespace dunlin::encrypt
