#include "transfer/cutover/Strays.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Text.hpp"
#include "sqlite/ReadSchema.hpp"
#include "sqlite/Snapshot.hpp"
#include "transfer/follow/ComparedTables.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_shown = 10;
constexpr int k_wait_ms = 10'000;

std::string name_of(const TableMapping& table, const std::vector<sqlite::StoredValue>& key) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < key.size() && i < table.key.size(); ++i)
    parts.push_back(fmt::format("{}={}", table.key[i],
                                key[i].storage == sqlite::Storage::integer ? std::to_string(key[i].integer)
                                                                           : printable(key[i].bytes)));
  return join(parts, ",");
}

void add_keys(const TableMapping& table, const sqlite::RowPlaces& places, std::set<std::string>& keys) {
  const std::string column = table.key.size() == 1 ? table.key.front() : "rowid";
  for (const auto rowid : places.rowids) keys.insert(fmt::format("{}={}", column, rowid));
  for (const auto& key : places.keys) keys.insert(name_of(table, key));
}

}  // namespace

std::vector<StrayWrites> find_strays(const std::string& source, const Mapping& mapping,
                                     const Workplace& workplace) {
  sqlite::refresh_snapshot(source, workplace.next_snapshot().string(), k_wait_ms);
  auto copy = sqlite::Database::open(workplace.snapshot().string(), sqlite::Database::Mode::read_only);
  const auto diff = sqlite::diff_snapshots(workplace.snapshot(), workplace.next_snapshot(),
                                           compared_tables(mapping, sqlite::read_schema(copy)));
  std::vector<StrayWrites> strays;
  for (const std::string& line : diff.schema) strays.push_back({line, 0, {}});
  if (!diff.schema.empty())
    strays.push_back(
        {"with other tables than at the switch, rows weren't compared: look into the file", 0, {}});
  for (const auto& table : diff.tables) {
    if (table.gone.size() + table.come.size() == 0) continue;
    std::set<std::string> keys;
    add_keys(*mapping.find(table.table), table.gone, keys);
    add_keys(*mapping.find(table.table), table.come, keys);
    StrayWrites found{table.table, static_cast<std::int64_t>(keys.size()), {}};
    for (const auto& key : keys) {
      if (found.keys.size() < k_shown) found.keys.push_back(key);
    }
    strays.push_back(std::move(found));
  }
  return strays;
}

std::string describe(const StrayWrites& strays) {
  if (strays.rows == 0) return strays.table;
  return fmt::format("{}: {} ({}{})", printable(strays.table),
                     counted(static_cast<std::size_t>(strays.rows), "row"), join(strays.keys, ", "),
                     strays.rows > static_cast<std::int64_t>(strays.keys.size()) ? ", ..." : "");
}

}  // namespace dunlin::transfer
