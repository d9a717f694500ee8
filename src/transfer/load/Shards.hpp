#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "postgres/Connection.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// The server, from 0, that a row goes to: the first 8 hex digits of the SHA-256 of the value's text, as a
/// number modulo the number of servers. `text` is what PostgreSQL's value::text gives (a contract:
/// docs/transfer.md has it as SQL and as Python).
int shard_of(std::string_view text, int shards);

/// True for columns whose values' text the filter knows: whole numbers, texts, enums and UUIDs.
bool can_be_sharded_by(const ColumnMapping& column);

/// The part of a mapping that one of several servers gets.
Mapping mapping_of_shard(Mapping mapping, int shard, int shards);

/// Which encoded rows of a table belong to the mapping's server.
class ShardFilter {
 public:
  /// `table` must outlive it.
  explicit ShardFilter(const TableMapping& table);
  /// `image` is a row's binary COPY image.
  bool takes(std::string_view image) const { return shards_ == 0 || is_ours(image); }
  /// A row that isn't stored has no image: the first server counts it.
  bool takes_rejected() const { return shard_ == 0; }

 private:
  bool is_ours(std::string_view image) const;

  int shard_ = 0, shards_ = 0;
  std::size_t column_ = 0;
  Conversion conversion_ = Conversion::text;
};

/// Notes in the ledger which of how many servers this is (0 of 0: the only one), or throws a refused Error
/// when the transfer was begun as another one: the list of servers has changed.
void require_shard(postgres::Connection& connection, std::int64_t transfer, int shard, int shards);

}  // namespace dunlin::transfer
