#include "transfer/follow/Sequences.hpp"

#include <fmt/format.h>

#include "transfer/follow/FollowedTable.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

void set_sequence(postgres::Connection& connection, const FollowedTable& table, const std::string& column,
                  const std::string& quoted, std::int64_t given_out) {
  const auto found = connection.exec("SELECT pg_get_serial_sequence($1, $2)", {table.name, column});
  if (found.is_null(0, 0)) return;
  const auto largest = connection.exec(Sql::trusted(
      fmt::format("SELECT greatest(coalesce(max({}), 0), {}) FROM {}", quoted, given_out, table.name)));
  const bool used = largest.number(0, 0) > 0;
  connection.exec("SELECT setval($1::regclass, $2::bigint, $3::boolean)",
                  {found.string(0, 0), used ? largest.string(0, 0) : "1", used ? "t" : "f"});
}

}  // namespace

void set_sequences(postgres::Connection& connection, const Mapping& mapping, const sqlite::Schema& schema,
                   const std::set<std::string>& tables) {
  for (const TableMapping& mapped : mapping.tables) {
    const sqlite::Table* source = schema.find(mapped.source);
    if (source == nullptr || tables.count(mapped.source) == 0 || !source->rowid_alias ||
        mapped.key.size() != 1)
      continue;
    const FollowedTable table = followed_table(mapping, mapped);
    for (std::size_t i = 0; i < mapped.columns.size(); ++i) {
      if (mapped.columns[i].source == mapped.key.front())
        set_sequence(connection, table, mapped.columns[i].target, table.columns[i], source->sequence);
    }
  }
}

}  // namespace dunlin::transfer
