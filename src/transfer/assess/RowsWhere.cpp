#include "transfer/assess/RowsWhere.hpp"

#include <fmt/format.h>

#include "transfer/load/Chunks.hpp"
#include "transfer/load/Rejects.hpp"

namespace dunlin::transfer {

Problem rows_where(sqlite::Database& database, const TableMapping& table, const std::string& condition) {
  constexpr int k_most_named = 20;
  Problem out;
  out.count = database.number(
      fmt::format("SELECT count(*) FROM {} WHERE {}", sqlite::quote_name(table.source), condition));
  if (out.count == 0) return out;
  auto query = database.prepare(fmt::format(
      "{} WHERE {} LIMIT {}", select_chunk(table, {.table = table.source}), condition, k_most_named));
  std::vector<sqlite::Value> row(static_cast<std::size_t>(query.columns()));
  while (query.step()) {
    query.read(row);
    out.keys.push_back(key_of(table, row));
  }
  return out;
}

}  // namespace dunlin::transfer
