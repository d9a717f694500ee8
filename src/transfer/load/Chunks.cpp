#include "transfer/load/Chunks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

using Range = std::pair<std::int64_t, std::int64_t>;

std::int64_t rows_per_chunk(const TableMapping& table, const ChunkSize& size) {
  const std::int64_t width = table.rows > 0 ? std::max<std::int64_t>(1, table.bytes / table.rows) : 1;
  return std::clamp<std::int64_t>(size.bytes / width, 1, size.rows);
}

// Ranges of the same width: right where few rowids are missing.
std::vector<Range> even_ranges(std::int64_t low, std::int64_t high, std::int64_t chunks) {
  std::vector<Range> ranges;
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  const std::uint64_t width = span / static_cast<std::uint64_t>(chunks) + 1;
  std::int64_t from = low;
  while (true) {
    if (static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(from) < width) {
      ranges.emplace_back(from, high);
      return ranges;
    }
    const auto to = static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + width - 1);
    ranges.emplace_back(from, to);
    from = to + 1;
  }
}

// Ranges that hold the same number of rows, found by walking the rowids.
std::vector<Range> counted_ranges(sqlite::Database& snapshot, const TableMapping& table, std::int64_t low,
                                  std::int64_t high, std::int64_t rows) {
  const std::string rowid = table.rowid_name;
  auto next =
      snapshot.prepare(fmt::format("SELECT {0} FROM {1} WHERE {0} > ?1 ORDER BY {0} LIMIT 1 OFFSET ?2", rowid,
                                   sqlite::quote_name(table.source)));
  std::vector<Range> ranges;
  while (true) {
    next.bind(1, sqlite::Value::of(low));
    next.bind(2, sqlite::Value::of(rows - 1));
    const bool more = next.step();
    const std::int64_t begin = more ? next.integer(0) : 0;
    next.reset();
    if (!more) break;
    ranges.emplace_back(low, begin - 1);
    low = begin;
  }
  ranges.emplace_back(low, high);
  return ranges;
}

std::vector<Range> ranges_of(sqlite::Database& snapshot, const TableMapping& table, std::int64_t rows) {
  // One query each: SQLite looks at either end of the tree only where a query asks for no more than that.
  auto ends = snapshot.prepare(fmt::format("SELECT (SELECT min({0}) FROM {1}), (SELECT max({0}) FROM {1})",
                                           table.rowid_name, sqlite::quote_name(table.source)));
  ends.step();
  const auto low = ends.integer(0);
  const auto high = ends.integer(1);
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  if (span < 2 * static_cast<std::uint64_t>(table.rows))
    return even_ranges(low, high, (table.rows + rows - 1) / rows);
  return counted_ranges(snapshot, table, low, high, rows);
}

bool has_ranges(const TableMapping& table) {
  return table.kind == KeyKind::rowid && !table.rowid_name.empty();
}

}  // namespace

std::vector<PlannedChunk> plan_chunks(sqlite::Database& snapshot, const Mapping& mapping,
                                      const ChunkSize& size) {
  std::vector<PlannedChunk> chunks;
  for (std::size_t index = 0; index < mapping.tables.size(); ++index) {
    const auto& table = mapping.tables[index];
    if (table.rows == 0) continue;
    const std::int64_t rows = rows_per_chunk(table, size);
    if (!has_ranges(table) || table.rows <= rows) {
      chunks.push_back({index, {.table = table.source}, table.rows, table.bytes});
      continue;
    }
    const auto ranges = ranges_of(snapshot, table, rows);
    const auto count = static_cast<std::int64_t>(ranges.size());
    int number = 0;
    for (const auto& [low, high] : ranges) {
      chunks.push_back({index,
                        {.table = table.source, .number = number++, .low = low, .high = high},
                        table.rows / count,
                        table.bytes / count});
    }
  }
  return chunks;
}

std::vector<PlannedChunk> without_recorded(std::vector<PlannedChunk> planned,
                                           const std::vector<Chunk>& recorded) {
  std::map<std::pair<std::string, int>, const Chunk*> known;
  for (const auto& chunk : recorded) known[{chunk.table, chunk.number}] = &chunk;
  std::size_t found = 0;
  std::erase_if(planned, [&](const PlannedChunk& plan) {
    const auto at = known.find({plan.chunk.table, plan.chunk.number});
    if (at == known.end() || at->second->low != plan.chunk.low || at->second->high != plan.chunk.high)
      return false;
    ++found;
    return true;
  });
  if (found != recorded.size()) {
    throw refused("this load was begun with other ranges of rows than it would have now",
                  "begin anew with: dunlin transfer run --restart");
  }
  return planned;
}

std::string select_chunk(const TableMapping& table, const Chunk& chunk) {
  std::vector<std::string> columns;
  for (const auto& column : table.columns) columns.push_back(sqlite::quote_name(column.source));
  if (table.key.empty() && has_ranges(table)) columns.push_back(table.rowid_name);
  if (columns.empty()) columns.emplace_back("NULL");
  std::string sql = fmt::format("SELECT {} FROM {}", join(columns, ", "), sqlite::quote_name(table.source));
  if (chunk.low) sql += fmt::format(" WHERE {0} >= ?1 AND {0} <= ?2", table.rowid_name);
  return sql;
}

}  // namespace dunlin::transfer
