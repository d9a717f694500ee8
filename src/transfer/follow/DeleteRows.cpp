#include "transfer/follow/DeleteRows.hpp"

#include <fmt/format.h>
#include <map>
#include <xxhash.h>

#include "base/Text.hpp"
#include "postgres/Copy.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;
using Hash = std::pair<std::uint64_t, std::uint64_t>;

Hash hash_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes.at(at + i));
  return value;
}

// The image of a row whose first fields are tableoid and ctid: count, length 4, OID, length 6, block and
// offset, then the others. Rows of two partitions may have the same ctid.
constexpr std::size_t k_table_at = 2 + 4;
constexpr std::size_t k_ctid_at = k_table_at + 4 + 4;
constexpr std::size_t k_rest = k_ctid_at + 6;

std::map<Hash, std::int64_t> count_rows(postgres::Connection& connection, const FollowedTable& target,
                                        const std::string& gone) {
  std::map<Hash, std::int64_t> counts;
  postgres::BinaryRows rows(
      connection,
      Sql::trusted(fmt::format("COPY (SELECT tableoid, ctid, {} FROM {}) TO STDOUT (FORMAT binary)",
                               target.column_list(), gone)));
  while (const auto image = rows.next()) ++counts[hash_of(image->substr(k_rest))];
  return counts;
}

// What rows of the target (`t`) have in common with one of `gone` (`g`): a server that finds them by it (by
// an index, where there is one) sends few rows that don't count. Equal images are equal values; of a column
// that has NULLs nothing is asked, nor of json, which knows no equality.
std::string likeness(postgres::Connection& connection, const FollowedTable& target, const std::string& gone) {
  std::vector<std::string> asked, terms;
  for (const auto& column : target.columns) asked.push_back(fmt::format("bool_and({} IS NOT NULL)", column));
  const auto without_null =
      connection.exec(Sql::trusted(fmt::format("SELECT {} FROM {}", join(asked, ", "), gone)));
  for (std::size_t i = 0; i < target.columns.size(); ++i) {
    if (target.mapping->columns[i].type != "json" && without_null.boolean(0, static_cast<int>(i)))
      terms.push_back(fmt::format("t.{0} = g.{0}", target.columns[i]));
  }
  if (terms.empty()) return "true";
  return fmt::format("EXISTS (SELECT FROM {} g WHERE {})", gone, join(terms, " AND "));
}

// Where rows are: as many of one as of the other.
struct Places {
  std::vector<std::string> tables, rows;
};

Places find_rows(postgres::Connection& connection, const FollowedTable& target, const std::string& gone,
                 std::map<Hash, std::int64_t> wanted) {
  Places places;
  const std::string like = likeness(connection, target, gone);
  postgres::BinaryRows rows(
      connection, Sql::trusted(fmt::format(
                      "COPY (SELECT tableoid, ctid, {} FROM {} t WHERE {}) TO STDOUT (FORMAT binary)",
                      target.column_list(), target.name, like)));
  while (const auto image = rows.next()) {
    const auto found = wanted.find(hash_of(image->substr(k_rest)));
    if (found == wanted.end() || found->second == 0) continue;
    --found->second;
    places.tables.push_back(std::to_string(number_at(*image, k_table_at, 4)));
    places.rows.push_back(
        fmt::format("({},{})", number_at(*image, k_ctid_at, 4), number_at(*image, k_ctid_at + 4, 2)));
  }
  return places;
}

}  // namespace

std::int64_t delete_by_key(postgres::Connection& connection, const FollowedTable& target,
                           const std::string& gone) {
  std::vector<std::string> terms;
  for (const std::string& column : target.key) terms.push_back(fmt::format("t.{0} = g.{0}", column));
  return connection
      .exec(Sql::trusted(
          fmt::format("DELETE FROM {} t USING {} g WHERE {}", target.name, gone, join(terms, " AND "))))
      .affected();
}

std::int64_t delete_equal_rows(postgres::Connection& connection, const FollowedTable& target,
                               const std::string& gone) {
  // Nobody may move rows between the reading and the deletion.
  connection.exec(Sql::trusted(fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", target.name)));
  const auto places = find_rows(connection, target, gone, count_rows(connection, target, gone));
  return connection
      .exec(Sql::trusted(
                fmt::format("DELETE FROM {} WHERE ctid = ANY ($1::text[]::tid[]) AND (tableoid, ctid) IN "
                            "(SELECT * FROM unnest($2::text[]::oid[], $1::text[]::tid[]))",
                            target.name)),
            {postgres::array_literal(places.rows), postgres::array_literal(places.tables)})
      .affected();
}

}  // namespace dunlin::transfer
