#include "transfer/assess/Placement.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/assess/PartitionBounds.hpp"
#include "transfer/load/Shards.hpp"
#include "transfer/schema/TableContext.hpp"

namespace dunlin::transfer {
namespace {

// Writes what the rules ask for into one mapping.
class Placement {
 public:
  Placement(const std::string& snapshot, const model::TransferConfig& config,
            const std::vector<TableProfile>& profiles, Mapping& mapping)
      : database_(sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only)),
        config_(config),
        profiles_(profiles),
        mapping_(mapping) {}

  std::vector<Problem> run() {
    for (const auto& rule : config_.partitions) partition(rule);
    for (const auto& rule : config_.distributed) distribute(rule);
    if (!config_.shards.empty()) require_place();
    return std::move(problems_);
  }

 private:
  void refuse(const std::string& object, const std::string& message, const std::string& hint) {
    problems_.push_back({.rule = "placement-not-possible",
                         .weight = Weight::refused,
                         .object = object,
                         .message = message,
                         .hint = hint});
  }

  TableMapping* table_of(const std::string& name, const char* rule) {
    const auto found = std::find_if(mapping_.tables.begin(), mapping_.tables.end(),
                                    [&](const auto& t) { return sqlite::same_name(t.source, name); });
    if (found != mapping_.tables.end()) return &*found;
    refuse(name, fmt::format("[[transfer.{}]] names a table that isn't transferred", rule),
           "names are those of SQLite; see only and skip of [transfer] too");
    return nullptr;
  }

  // A column by which PostgreSQL can tell rows apart.
  const ColumnMapping* column_of(const TableMapping& table, const std::string& name, const char* rule) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const auto& c) { return sqlite::same_name(c.source, name); });
    if (found == table.columns.end()) {
      refuse(table.source + "." + name,
             fmt::format("[[transfer.{}]] names a column that isn't transferred", rule),
             "it takes stored columns, by their names in SQLite; generated ones aren't stored");
      return nullptr;
    }
    if (!has_no_order(found->type)) return &*found;
    refuse(table.source + "." + name,
           fmt::format("PostgreSQL can't place rows by a value of type {}", found->type),
           "name another column");
    return nullptr;
  }

  void partition(const model::PartitionRule& rule) {
    TableMapping* table = table_of(rule.table, "partition");
    if (table == nullptr) return;
    if (table->partitioning) {
      refuse(table->source, "two rules of [[transfer.partition]] are about this table", "leave one away");
      return;
    }
    Partitioning made{.partitions = rule.partitions, .widen_keys = rule.widen_keys};
    made.by = rule.by == "range"  ? Partitioning::By::range
              : rule.by == "list" ? Partitioning::By::list
                                  : Partitioning::By::hash;
    for (const auto& name : rule.columns) {
      const ColumnMapping* column = column_of(*table, name, "partition");
      if (column == nullptr) return;
      made.columns.push_back(column->source);
      if (made.by == Partitioning::By::hash) continue;
      auto bounds = partition_bounds(database_, *table, *column, rule);
      if (!bounds.problem.empty())
        refuse(table->source + "." + column->source, "can't be partitioned by it: " + bounds.problem,
               bounds.hint);
      made.bounds = std::move(bounds.bounds);
    }
    if (made.widen_keys) require_values(*table, made.columns);
    table->partitioning = std::move(made);
  }

  // Columns that a primary key gets added can't be NULL any more.
  void require_values(TableMapping& table, const std::vector<std::string>& columns) {
    for (auto& column : table.columns) {
      const bool wanted = std::find(columns.begin(), columns.end(), column.source) != columns.end();
      const bool in_key = std::find(table.key.begin(), table.key.end(), column.source) != table.key.end();
      if (!wanted || in_key || table.key.empty() || has_nulls(table, column) || column.not_null) continue;
      column.not_null = true;
      problems_.push_back(
          {.rule = "column-made-not-null",
           .weight = Weight::changed,
           .object = table.source + "." + column.source,
           .message = "it may not be NULL in the target, as the primary key has it in it too"});
    }
  }

  // Of several servers each row has to have one.
  void require_place() {
    for (const auto& table : mapping_.tables) {
      if (table.distribution) continue;
      refuse(table.source, "nothing says which of the servers of [transfer] shards its rows go to",
             "add it to [[transfer.distribute]]: with its column, or with reference = true for all of them");
    }
  }

  void distribute(const model::DistributeRule& rule) {
    TableMapping* table = table_of(rule.table, "distribute");
    if (table == nullptr) return;
    if (table->distribution) {
      refuse(table->source, "two rules of [[transfer.distribute]] are about this table", "leave one away");
      return;
    }
    Distribution made{.widen_keys = rule.widen_keys};
    if (!rule.reference) {
      const ColumnMapping* column = column_of(*table, rule.column, "distribute");
      if (column == nullptr || has_nulls(*table, *column)) return;
      if (!config_.shards.empty() && !can_be_sharded_by(*column)) {
        refuse(table->source + "." + column->source,
               fmt::format("rows can't be spread by a value of type {}", column->type),
               "take a column of whole numbers, texts or UUIDs");
        return;
      }
      made.column = column->source;
      require_values(*table, {column->source});
    }
    if (!rule.colocate_with.empty() && rule.colocate_with != "none") {
      const TableMapping* other = table_of(rule.colocate_with, "distribute");
      if (other == nullptr) return;
      made.colocate_with = other->source;
    } else {
      made.colocate_with = rule.colocate_with;
    }
    table->distribution = std::move(made);
  }

  bool has_nulls(const TableMapping& table, const ColumnMapping& column) {
    const auto profile = std::find_if(profiles_.begin(), profiles_.end(),
                                      [&](const auto& p) { return p.table == table.source; });
    if (profile == profiles_.end()) return false;
    const auto found = std::find_if(profile->columns.begin(), profile->columns.end(),
                                    [&](const auto& c) { return c.column == column.source; });
    if (found == profile->columns.end() || found->nulls == 0) return false;
    refuse(table.source + "." + column.source,
           fmt::format("{} no value there: it can't place {}, nor be part of a primary key",
                       found->nulls == 1 ? "1 row has" : with_thousands(found->nulls) + " rows have",
                       found->nulls == 1 ? "it" : "them"),
           "choose a column that has a value in every row");
    return true;
  }

  sqlite::Database database_;
  const model::TransferConfig& config_;
  const std::vector<TableProfile>& profiles_;
  Mapping& mapping_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> place_tables(const std::string& snapshot, const model::TransferConfig& config,
                                  const std::vector<TableProfile>& profiles, Mapping& mapping) {
  if (config.partitions.empty() && config.distributed.empty() && config.shards.empty()) return {};
  return Placement(snapshot, config, profiles, mapping).run();
}

}  // namespace dunlin::transfer
