#include "encrypt/Status.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "encrypt/KeyUse.hpp"

namespace dunlin::encrypt {

namespace {

// One pass over the table counts the entries of all keys.
void count_entries(postgres::Connection& connection, const EncryptedColumn& column,
                   const std::vector<KeyRecord>& records, Coverage& out) {
  std::vector<std::string> counts;
  std::vector<int> kids;
  for (const auto& record : records) {
    if (record.purpose != column.index_purpose) continue;
    kids.push_back(record.kid);
    counts.push_back(
        fmt::format("count(*) FILTER (WHERE {})", has_entry_under(column, mark_of(records, record))));
  }
  if (!column.index || kids.empty()) return;
  const auto row = connection.exec(postgres::Sql::trusted(
      fmt::format("SELECT {} FROM {} AS t", join(counts, ", "), column.quoted_table())));
  for (std::size_t i = 0; i < kids.size(); ++i) {
    const auto entries = row.number(0, static_cast<int>(i));
    if (entries > 0) out.index_keys[kids[i]] = entries;
  }
}

}  // namespace

Coverage read_coverage(postgres::Connection& connection, const EncryptedColumn& column,
                       const std::vector<KeyRecord>& records) {
  const auto encrypted = quote_identifier(column.encrypted);
  const auto rows = connection.exec(postgres::Sql::trusted(
      fmt::format("SELECT {0} IS NULL, substring({0} FROM '^v[12]\\.([1-9][0-9]{{0,8}})\\.')::int, count(*), "
                  "count(*) FILTER (WHERE {1}) FROM {2} GROUP BY 1, 2",
                  encrypted, column.plain ? quote_identifier(*column.plain) + " IS NOT NULL" : "false",
                  column.quoted_table())));
  Coverage out;
  for (int row = 0; row < rows.rows(); ++row) {
    const auto count = rows.number(row, 2);
    out.rows += count;
    if (rows.boolean(row, 0)) {
      out.plaintext_left += rows.number(row, 3);
      continue;
    }
    out.encrypted += count;
    if (rows.is_null(row, 1)) {
      out.no_envelope += count;
    } else {
      out.keys[static_cast<int>(rows.number(row, 1))] += count;
    }
  }
  count_entries(connection, column, records, out);
  return out;
}

}  // namespace dunlin::encrypt
