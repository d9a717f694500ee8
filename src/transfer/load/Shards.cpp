#include "transfer/load/Shards.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Hash.hpp"
#include "transfer/verify/RowImage.hpp"

namespace dunlin::transfer {
namespace {

bool is_whole_number(Conversion conversion) {
  return conversion == Conversion::bigint || conversion == Conversion::integer ||
         conversion == Conversion::smallint;
}

bool is_uuid(Conversion conversion) {
  return conversion == Conversion::uuid_text || conversion == Conversion::uuid_blob;
}

// What value::text gives for a field of binary COPY.
std::string text_of(Conversion conversion, std::string_view field) {
  if (is_whole_number(conversion)) return std::to_string(signed_number(field));
  if (!is_uuid(conversion)) return std::string(field);
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02x}", static_cast<std::uint8_t>(field[i]));
  }
  return text;
}

std::string place(int shard, int shards) {
  return shards == 0 ? "the only server" : fmt::format("server {} of {}", shard + 1, shards);
}

}  // namespace

int shard_of(std::string_view text, int shards) {
  const auto number = std::stoul(sha256(text).substr(0, 8), nullptr, 16);
  return static_cast<int>(number % static_cast<unsigned long>(shards));
}

bool can_be_sharded_by(const ColumnMapping& column) {
  const bool text = column.conversion == Conversion::text || column.conversion == Conversion::enumeration;
  return is_whole_number(column.conversion) || is_uuid(column.conversion) ||
         (text && column.type != "citext");
}

Mapping mapping_of_shard(Mapping mapping, int shard, int shards) {
  for (auto& table : mapping.tables) {
    if (!table.distribution || table.distribution->is_reference()) continue;
    table.distribution->shard = shard;
    table.distribution->shards = shards;
  }
  return mapping;
}

ShardFilter::ShardFilter(const TableMapping& table) {
  if (!table.distribution || table.distribution->shards == 0) return;
  const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                   [&](const auto& c) { return c.source == table.distribution->column; });
  if (column == table.columns.end())
    throw refused(fmt::format("{} has no column {} any more, by which its rows are spread", table.source,
                              table.distribution->column),
                  "run dunlin transfer prepare again");
  shard_ = table.distribution->shard;
  shards_ = table.distribution->shards;
  column_ = static_cast<std::size_t>(column - table.columns.begin());
  conversion_ = column->conversion;
}

bool ShardFilter::is_ours(std::string_view image) const {
  RowImage row(image);
  row.fields();
  for (std::size_t i = 0; i < column_; ++i) row.next();
  const auto field = row.next();
  return (field ? shard_of(text_of(conversion_, *field), shards_) : 0) == shard_;
}

void require_shard(postgres::Connection& connection, std::int64_t transfer, int shard, int shards) {
  connection.exec(R"(CREATE TABLE IF NOT EXISTS dunlin.transfer_shard (
    transfer bigint PRIMARY KEY REFERENCES dunlin.transfer (id) ON DELETE CASCADE,
    shard    int NOT NULL,
    shards   int NOT NULL))");
  const std::string id = std::to_string(transfer);
  connection.exec(
      R"(INSERT INTO dunlin.transfer_shard
         SELECT $1::bigint, $2::int, $3::int
         WHERE NOT EXISTS (SELECT FROM dunlin.transfer_chunk WHERE transfer = $1::bigint) ON CONFLICT DO NOTHING)",
      {id, std::to_string(shard), std::to_string(shards)});
  const auto known =
      connection.exec("SELECT shard, shards FROM dunlin.transfer_shard WHERE transfer = $1::bigint", {id});
  const int begun = known.rows() > 0 ? static_cast<int>(known.number(0, 0)) : 0;
  const int of = known.rows() > 0 ? static_cast<int>(known.number(0, 1)) : 0;
  if (begun == shard && of == shards) return;
  throw refused(
      fmt::format("what is loaded here was begun as that of {}, and the configuration has it as {}",
                  place(begun, of), place(shard, shards)),
      "put [transfer] shards back as it was, in its order; or begin anew: dunlin transfer run --restart");
}

}  // namespace dunlin::transfer
