#include "encrypt/Backfill.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "encrypt/Binding.hpp"
#include "encrypt/Bytes.hpp"

namespace dunlin::encrypt {
namespace {

using postgres::Sql;

constexpr std::int64_t k_looked_at = 50'000;  // rows, for the spread of values
constexpr std::int64_t k_too_few_to_judge = 100;
constexpr std::size_t k_salt_bytes = 16;

ValueSpread read_spread(postgres::Connection& connection, const EncryptedColumn& column) {
  const auto row = connection.exec(Sql::trusted(fmt::format(
      "SELECT coalesce(sum(n), 0), count(*), coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM "
      "(SELECT {0} AS v FROM {1} WHERE {0} IS NOT NULL LIMIT {2}) AS looked_at GROUP BY v) AS groups",
      quote_identifier(*column.plain), column.quoted_table(), k_looked_at)));
  return {row.number(0, 0), row.number(0, 1), row.number(0, 2)};
}

std::string left_in_the_clear(const EncryptedColumn& column) {
  return fmt::format("t.{} IS NOT NULL AND t.{} IS NULL", quote_identifier(*column.plain),
                     quote_identifier(column.encrypted));
}

void require_fit(postgres::Connection& connection, const EncryptedColumn& column) {
  if (!column.plain)
    throw refused(
        fmt::format("{} has no plain column any more: there is nothing to fill it from", column.name()),
        "what is there can be checked: dunlin encrypt verify");
  if (!column.index) return;
  const auto spread = read_spread(connection, column);
  if (!is_low_cardinality(spread)) return;
  throw refused(
      fmt::format("a blind index over {} would give its values away: {} in {}, the most common in {}",
                  column.name(), counted(static_cast<std::size_t>(spread.distinct), "value"),
                  counted(static_cast<std::size_t>(spread.rows), "row"), with_thousands(spread.most_common)),
      "register the column without index_column");
}

}  // namespace

bool is_low_cardinality(const ValueSpread& spread) {
  if (spread.rows < k_too_few_to_judge) return false;
  return spread.distinct * 10 < spread.rows || spread.most_common * 10 > spread.rows;
}

SweepResult backfill(postgres::Connection& connection, const EncryptedColumn& column, KeyRing& keys,
                     const SweepOptions& options, const SweepObserver& observer) {
  require_fit(connection, column);
  const int kid = keys.active(column.purpose);
  Cipher& cipher = *keys.cipher(kid, column.purpose);
  IndexKey* index_key = column.index ? &keys.index_key(column.index_purpose) : nullptr;
  RandomBytes random;
  const std::string unbound = bound_to(column.purpose, "");
  const auto transform = [&](const SweepRow& row) -> std::optional<NewValue> {
    NewValue out;
    if (column.salt) out.salt = to_hex(random.take(k_salt_bytes));
    const auto aad =
        column.context.empty() ? unbound : bound_to(column.purpose, row_context(column.context, row.key));
    out.encrypted = to_text({.format = column.format,
                             .kid = kid,
                             .box = cipher.seal(column.format, row.value, aad, out.salt, random)});
    if (index_key != nullptr)
      out.index = blind_index(*index_key, row.value, column.normaliser, column.index_bits);
    return out;
  };
  const SweepWork work{.operation = "backfill",
                       .condition = left_in_the_clear(column),
                       .source = *column.plain,
                       .writes_salt = column.salt.has_value(),
                       .writes_index = column.index.has_value()};
  return Sweep(connection, column, work, transform, options, observer).run();
}

std::int64_t count_plaintext_left(postgres::Connection& connection, const EncryptedColumn& column) {
  if (!column.plain) return 0;
  return connection
      .exec(Sql::trusted(fmt::format("SELECT count(*) FROM {} AS t WHERE {}", column.quoted_table(),
                                     left_in_the_clear(column))))
      .number(0, 0);
}

}  // namespace dunlin::encrypt
