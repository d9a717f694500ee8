#include "encrypt/Status.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"

namespace dunlin::encrypt {

Coverage read_coverage(postgres::Connection& connection, const EncryptedColumn& column) {
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
  return out;
}

}  // namespace dunlin::encrypt
