#include "transfer/verify/SourceRows.hpp"

#include <string>
#include <vector>

#include "base/Error.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/load/Chunks.hpp"
#include "transfer/load/Shards.hpp"
#include "transfer/load/TaskGraph.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {

Chunk read_source(sqlite::Database& snapshot, const TableMapping& table, Chunk chunk,
                  const std::function<void(std::string_view)>& take) {
  auto query = snapshot.prepare(select_chunk(table, chunk));
  if (chunk.low) {
    query.bind(1, sqlite::Value::of(*chunk.low));
    query.bind(2, sqlite::Value::of(*chunk.high));
  }
  RowEncoder encoder(table);
  SumImage image(table);
  const ShardFilter shard(table);
  std::vector<sqlite::Value> row(static_cast<std::size_t>(query.columns()));
  std::string encoded;
  chunk.sum = {};
  chunk.rejected = chunk.changed = 0;
  while (query.step()) {
    query.read(row);
    encoded.clear();
    const bool stored = encoder.encode(std::span(row).first(table.columns.size()), encoded);
    if (stored ? !shard.takes(encoded) : !shard.takes_rejected()) continue;
    if (stored) {
      chunk.sum.add(image.of(encoded));
      chunk.changed += static_cast<std::int64_t>(encoder.misfits().size());
      if (take) take(encoded);
    } else {
      ++chunk.rejected;
    }
    if ((chunk.sum.rows & 0xfff) == 0 && task_is_stopped()) throw Error(ErrorCode::interrupted, "stopped");
  }
  return chunk;
}

}  // namespace dunlin::transfer
