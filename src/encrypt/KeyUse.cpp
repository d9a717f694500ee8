#include "encrypt/KeyUse.hpp"

#include <fmt/format.h>
#include <thread>

#include "base/Identifier.hpp"
#include "encrypt/Bytes.hpp"
#include "encrypt/Documents.hpp"
#include "encrypt/Throttle.hpp"

namespace dunlin::encrypt {
namespace {

using Clock = std::chrono::steady_clock;
using postgres::Sql;

bool exists(postgres::Connection& connection, const EncryptedColumn& column, const std::string& condition) {
  return connection
      .exec(Sql::trusted(
          fmt::format("SELECT EXISTS (SELECT FROM {} AS t WHERE {})", column.quoted_table(), condition)))
      .boolean(0, 0);
}

}  // namespace

std::string has_entry_under(const EncryptedColumn& column, std::string_view mark) {
  const auto entry = "t." + quote_identifier(*column.index);
  const auto size = static_cast<std::size_t>(column.index_bits) / 8 + mark.size();
  auto out = fmt::format("octet_length({}) = {}", entry, size);
  if (!mark.empty()) out += fmt::format(" AND substr({}, 1, {}) = '\\x{}'", entry, mark.size(), to_hex(mark));
  return out;
}

std::optional<std::string> find_use(postgres::Connection& connection, const std::vector<KeyRecord>& records,
                                    const KeyRecord& key) {
  for (const auto& column : registered_columns(connection)) {
    if (column.purpose == key.purpose &&
        exists(connection, column,
               fmt::format("t.{} ~ '^v[12]\\.{}\\.'", quote_identifier(column.encrypted), key.kid)))
      return column.name();
    if (column.index && column.index_purpose == key.purpose &&
        exists(connection, column, has_entry_under(column, mark_of(records, key))))
      return "the blind index of " + column.name();
  }
  const auto row = connection.exec(
      "SELECT EXISTS (SELECT FROM dunlin_pack.encrypted_document WHERE kid = "
      "$1::int)",
      {std::to_string(key.kid)});
  if (row.boolean(0, 0)) return "a document";
  return std::nullopt;
}

KeysSettled::KeysSettled(postgres::Connection& connection)
    : connection_(connection),
      transaction_(connection.exec("SELECT pg_snapshot_xmax(pg_current_snapshot())").string(0, 0)) {}

// Who began before wrote, or will write, by the keys of then: a snapshot's xmin isn't newer than the oldest
// transaction that it doesn't see (PostgreSQL docs, 9.27.11 and 28.2.3; readable without pg_read_all_stats).
std::optional<OlderTransaction> KeysSettled::older_transaction(std::chrono::milliseconds wait) const {
  const auto deadline = Clock::now() + wait;
  while (true) {
    const auto row = connection_.exec(R"(
      SELECT pid, false FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type IS DISTINCT FROM 'autovacuum worker'
        AND greatest(age(backend_xid), age(backend_xmin)) > age($1::xid8::xid)
      UNION ALL
      SELECT 0, true FROM pg_prepared_xacts WHERE database = current_database() AND age(transaction) > age($1::xid8::xid)
      LIMIT 1)",
                                      {transaction_});
    if (row.rows() == 0) return std::nullopt;
    if (Clock::now() >= deadline)
      return OlderTransaction{.pid = static_cast<int>(row.number(0, 0)), .prepared = row.boolean(0, 1)};
    stop_if_interrupted();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace dunlin::encrypt
