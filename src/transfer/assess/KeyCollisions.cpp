#include "transfer/assess/KeyCollisions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <utility>
#include <xxhash.h>

#include "base/Text.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/assess/Scan.hpp"
#include "transfer/load/Rejects.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_most_keys = 20;
constexpr std::int64_t k_most_rows = 20'000'000;

// Places of a unique key's columns in the mapping; nothing for keys that can't collide, or aren't plain
// columns.
std::optional<std::vector<std::size_t>> columns_of(const sqlite::Index& index, const TableMapping& table) {
  if (!index.unique || index.where_sql) return std::nullopt;
  std::vector<std::size_t> out;
  bool respelled = false;
  for (const auto& term : index.terms) {
    const auto found = std::find_if(
        table.columns.begin(), table.columns.end(),
        [&](const ColumnMapping& column) { return equal_ignoring_case(column.source, term.column); });
    if (term.column.empty() || found == table.columns.end()) return std::nullopt;
    respelled |= !found->reversible;
    out.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
  return respelled ? std::optional(std::move(out)) : std::nullopt;
}

// The key's columns alone, as a table to be encoded.
TableMapping key_table(const TableMapping& table, const std::vector<std::size_t>& columns) {
  TableMapping out;
  out.source = table.source;
  for (const std::size_t column : columns) out.columns.push_back(table.columns[column]);
  return out;
}

Problem not_tried(const TableMapping& table, const sqlite::Index& index) {
  return {"unique-not-tried",
          Weight::note,
          table.source + "." + index.name,
          "too many rows to tell whether keys that differ in SQLite are the same in PostgreSQL",
          "",
          0,
          {}};
}

class Keys {
 public:
  Keys(const TableMapping& table, std::vector<std::size_t> columns)
      : table_(&table), columns_(std::move(columns)), key_(key_table(table, columns_)), encoder_(key_) {}

  void add(SourceRow row) {
    std::vector<sqlite::Value> values;
    for (const std::size_t column : columns_) values.push_back(row[column]);
    image_.clear();
    if (!encoder_.encode(values, image_) || has_null(image_)) return;
    const XXH128_hash_t hash = XXH3_128bits(image_.data(), image_.size());
    if (seen_.emplace(hash.high64, hash.low64).second) return;
    ++problem_.count;
    if (problem_.keys.size() < k_most_keys) problem_.keys.push_back(key_of(*table_, row));
  }

  Problem take() { return std::move(problem_); }

 private:
  // NULLs are distinct in both.
  bool has_null(std::string_view image) const {
    std::size_t at = 2;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      std::uint32_t length = 0;
      for (int k = 0; k < 4; ++k) length = length << 8 | static_cast<unsigned char>(image[at++]);
      if (length == 0xffffffffU) return true;
      at += length;
    }
    return false;
  }

  const TableMapping* table_;
  std::vector<std::size_t> columns_;
  TableMapping key_;
  RowEncoder encoder_;
  std::string image_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen_;
  Problem problem_;
};

Problem try_key(sqlite::Database& database, const Mapping& mapping, std::size_t index_of_table,
                std::vector<std::size_t> columns) {
  const TableMapping& table = mapping.tables[index_of_table];
  const AssessObserver nobody;
  ScanProgress progress(mapping, nobody);
  Keys keys(table, std::move(columns));
  read_piece(database, table, {index_of_table, {.table = table.source}}, progress,
             [&](SourceRow row) { keys.add(row); });
  return keys.take();
}

}  // namespace

std::vector<Problem> key_collisions(const std::string& snapshot, const sqlite::Schema& schema,
                                    const Mapping& mapping) {
  auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
  std::vector<Problem> out;
  for (std::size_t i = 0; i < mapping.tables.size(); ++i) {
    const TableMapping& table = mapping.tables[i];
    const sqlite::Table* source = schema.find(table.source);
    if (source == nullptr) continue;
    for (const auto& index : source->indexes) {
      auto columns = columns_of(index, table);
      if (!columns) continue;
      if (table.rows > k_most_rows) {
        out.push_back(not_tried(table, index));
        continue;
      }
      Problem problem = try_key(database, mapping, i, std::move(*columns));
      if (problem.count == 0) continue;
      problem.rule = "key-not-unique";
      problem.weight = Weight::refused;
      problem.object = table.source + "." + index.name;
      problem.message = fmt::format(
          "{} {} a key that differs from another one in SQLite and would be the same in PostgreSQL",
          with_thousands(problem.count), problem.count == 1 ? "row has" : "rows have");
      problem.hint = "keep the column as text with to = \"text\", or correct these rows in the source";
      out.push_back(std::move(problem));
    }
  }
  return out;
}

}  // namespace dunlin::transfer
