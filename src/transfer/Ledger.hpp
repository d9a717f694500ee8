#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "transfer/RowSum.hpp"

namespace dunlin::transfer {

/// Where a transfer stands, in this order; each state is written in the transaction that reaches it.
enum class Stage {
  loading,    ///< rows are being copied into the staging schema
  loaded,     ///< every chunk is there; keys and indexes are being built
  moved,      ///< the tables are in the target schema; verified or being verified
  following,  ///< deltas are applied
  switched,   ///< the application works on PostgreSQL; the shadow is fed
  returned,   ///< the application works on SQLite again
  finalized
};
std::string to_string(Stage stage);
Stage parse_stage(const std::string& text);

/// One row of dunlin.transfer.
struct TransferRow {
  std::int64_t id = 0;
  std::string source;           ///< path as given
  std::string snapshot_sha256;  ///< of what the rows come from: the last round's, once following
  std::string schema_hash;
  std::string target_schema;
  std::string staging_schema;
  Stage stage = Stage::loading;
  std::int64_t round = 0;  ///< deltas applied
  std::string began;       ///< when, by the server's clock, in UTC to the microsecond
  friend bool operator==(const TransferRow&, const TransferRow&) = default;
};

/// One row of dunlin.transfer_chunk: a range of one table that arrives in one transaction together with this
/// row.
struct Chunk {
  std::string table;  ///< source name
  int number = 0;
  std::optional<std::int64_t> low, high;  ///< rowids, inclusive; nothing: the whole table
  RowSum sum;                             ///< of what was stored
  std::int64_t rejected = 0;              ///< rows that weren't stored
  std::int64_t changed = 0;               ///< values that a policy stored as NULL or in other words
  friend bool operator==(const Chunk&, const Chunk&) = default;
};

/// Creates dunlin.transfer, dunlin.transfer_chunk and dunlin.transfer_table (sum of each table as it should
/// be now) unless they are there. The ledger of migrations has to be installed.
void install_transfer_ledger(postgres::Connection& connection);

/// The transfer into that schema that isn't finalized, if any.
std::optional<TransferRow> find_transfer(postgres::Connection& connection, const std::string& target_schema);
/// All that aren't finalized.
std::vector<TransferRow> find_transfers(postgres::Connection& connection);
/// True when that source was transferred into that schema once, and the transfer is finalized.
bool has_ended(postgres::Connection& connection, const std::string& target_schema, const std::string& source);
TransferRow begin_transfer(postgres::Connection& connection, TransferRow row);
/// In the caller's transaction.
void set_stage(postgres::Connection& connection, std::int64_t id, Stage stage);
void record_chunk(postgres::Connection& connection, std::int64_t id, const Chunk& chunk);
/// What didn't fit, a line of JSON each; in the transaction of its chunk.
void record_rejects(postgres::Connection& connection, std::int64_t id, const Chunk& chunk,
                    const std::vector<std::string>& lines);
/// Hands over all of them, in the order of tables, chunks and rows.
void read_rejects(postgres::Connection& connection, std::int64_t id,
                  const std::function<void(const std::string&)>& take);
std::vector<Chunk> read_chunks(postgres::Connection& connection, std::int64_t id);
/// What each table sums up to, as dunlin knows it from its own writes: the chunks, and the deltas since.
void set_table_sum(postgres::Connection& connection, std::int64_t id, const std::string& table,
                   const RowSum& sum);
RowSum table_sum(postgres::Connection& connection, std::int64_t id, const std::string& table);

}  // namespace dunlin::transfer
