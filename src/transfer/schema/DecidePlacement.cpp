#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "sql/command/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/schema/Decisions.hpp"

namespace dunlin::transfer {
namespace {

using By = Partitioning::By;

void refuse_placement(const TableContext& context, const char* rule, const std::string& object,
                      const std::string& message, const std::string& hint) {
  context.problems.push_back(
      {.rule = rule, .weight = Weight::refused, .object = object, .message = message, .hint = hint});
}

// Borders as names: "2024-01-01" is 2024_01 among firsts of months, 2024 among firsts of years.
std::vector<std::string> border_names(const std::vector<std::string>& bounds) {
  const auto all_end = [&](const char* end) {
    return std::all_of(bounds.begin(), bounds.end(),
                       [&](const auto& b) { return b.substr(0, b.find(' ')).ends_with(end); });
  };
  const std::size_t cut = all_end("-01-01") ? 6 : all_end("-01") ? 3 : 0;
  std::vector<std::string> names;
  for (const auto& bound : bounds) {
    const std::string day = bound.substr(0, bound.find(' '));
    names.push_back(day.substr(0, day.size() - cut));
  }
  return names;
}

// The suffix of each partition's name, and what follows FOR VALUES.
std::vector<PromisedPartition> planned_parts(const Partitioning& from) {
  std::vector<PromisedPartition> parts;
  for (int i = 0; i < from.partitions; ++i)
    parts.push_back({fmt::format("p{}", i),
                     fmt::format("FOR VALUES WITH (MODULUS {}, REMAINDER {})", from.partitions, i)});
  if (from.by == By::hash) return parts;
  if (from.by == By::range) {
    const auto names = border_names(from.bounds);
    for (std::size_t i = 0; i + 1 < from.bounds.size(); ++i)
      parts.push_back(
          {names[i], fmt::format("FOR VALUES FROM ({}) TO ({})", quote_literal_alone(from.bounds[i]),
                                 quote_literal_alone(from.bounds[i + 1]))});
  } else {
    for (const auto& value : from.bounds)
      parts.push_back({value, fmt::format("FOR VALUES IN ({})", quote_literal_alone(value))});
  }
  parts.push_back({"default", "DEFAULT"});
  return parts;
}

// Goes through the keys of one table that lack a column by which its rows are placed.
class KeyFitting {
 public:
  KeyFitting(const TableContext& context, std::string column, std::string placed, bool widen)
      : context_(context), column_(std::move(column)), placed_(std::move(placed)), widen_(widen) {}

  void run() {
    PromisedTable& table = context_.target;
    if (table.primary_key) fit(table.primary_key->columns, "the primary key");
    for (auto& unique : table.uniques) fit(unique.columns, "a UNIQUE constraint");
    for (auto& index : table.indexes) {
      if (!index.unique) continue;
      const std::string term = sql::readable_identifier(column_);
      if (is_among(index.terms, term) || is_among(index.terms, term + " DESC")) continue;
      if (may_widen("the unique index " + index.name, join(index.terms, ", "))) index.terms.push_back(term);
    }
  }

 private:
  void fit(std::vector<std::string>& columns, const char* what) {
    if (!is_among(columns, column_) && may_widen(what, join(columns, ", "))) columns.push_back(column_);
  }

  bool may_widen(const std::string& what, const std::string& terms) {
    const std::string& table = context_.target.name;
    if (widen_) {
      context_.changed("key-widened", table,
                       fmt::format("{} ({}) has {} in it too: {} alone may be there several times", what,
                                   terms, column_, terms),
                       "the application or a sequence has to keep it unique");
    } else {
      refuse_placement(
          context_, "key-without-placing-column", table,
          fmt::format("it is {} by {}, and {} ({}) doesn't contain that column: PostgreSQL looks for equal "
                      "keys in one part only",
                      placed_, column_, what, terms),
          fmt::format("choose a column of the key, or add widen_keys = true: {} is added to such keys, and "
                      "PostgreSQL no longer keeps ({}) alone unique",
                      column_, terms));
    }
    return widen_;
  }

  const TableContext& context_;
  const std::string column_, placed_;
  const bool widen_;
};

// Which tables have equal values on the same server: those of one group.
std::string colocation_group(const TargetSchema& target, const PromisedTable& table) {
  const PromisedTable* at = &table;
  for (std::size_t steps = 0; steps <= target.tables.size(); ++steps) {
    const std::string& with = at->distribution->colocate_with;
    if (with == "none") return "table " + at->name;
    const auto next = std::find_if(target.tables.begin(), target.tables.end(),
                                   [&](const PromisedTable& t) { return !with.empty() && t.name == with; });
    if (next == target.tables.end() || !next->distribution || next->distribution->column.empty()) break;
    at = &*next;
  }
  const auto column = std::find_if(at->columns.begin(), at->columns.end(),
                                   [&](const auto& c) { return c.name == at->distribution->column; });
  return "type " + (column == at->columns.end() ? "" : column->type);
}

// The place of a column in both sides of a key; false when it isn't the same.
bool has_pair(const PromisedForeignKey& key, const std::string& child, const std::string& parent) {
  for (std::size_t i = 0; i < key.columns.size(); ++i)
    if (key.columns[i] == child && key.parent_columns[i] == parent) return true;
  return false;
}

// Citus issue 4177: reference tables can't be partitioned; and identity columns are those of its sequences.
void require_fit_for_citus(const TableContext& context) {
  const PromisedTable& target = context.target;
  if (target.partitions && target.distribution->column.empty())
    refuse_placement(context, "partitioned-reference-table", target.name,
                     "Citus has no partitioned reference tables",
                     "leave its [[transfer.partition]] out, or distribute it by a column");
  const auto column = std::find_if(target.columns.begin(), target.columns.end(), [&](const auto& c) {
    return !target.identity.empty() && c.name == target.identity;
  });
  if (column != target.columns.end() && column->type != "bigint")
    refuse_placement(context, "identity-not-bigint", target.name + "." + target.identity,
                     "Citus takes identity columns of type bigint only, and this one is " + column->type,
                     "leave the rule out that makes it " + column->type);
}

}  // namespace

void decide_placement(const TableContext& context) {
  PromisedTable& target = context.target;
  if (const auto& from = context.mapping.partitioning) {
    PromisedPartitions made{.by = from->by};
    for (const auto& source : from->columns)
      if (const PromisedColumn* column = context.arrived(source)) made.columns.push_back(column->name);
    made.parts = planned_parts(*from);
    for (auto& part : made.parts)
      part.name = context.names.claim(target.name + "_" + target_name(part.name, "snake", {}));
    target.partitions = std::move(made);
  }
  if (const auto& from = context.mapping.distribution) {
    PromisedDistribution made;
    if (const PromisedColumn* column = from->is_reference() ? nullptr : context.arrived(from->column))
      made.column = column->name;
    const TableMapping* with = context.all.find(from->colocate_with);
    made.colocate_with = with != nullptr ? with->target : from->colocate_with;
    target.distribution = std::move(made);
  }
}

void fit_keys(const TableContext& context) {
  const PromisedTable& target = context.target;
  if (target.partitions)
    for (const auto& column : target.partitions->columns)
      KeyFitting(context, column, "partitioned", context.mapping.partitioning->widen_keys).run();
  if (target.distribution && !target.distribution->column.empty())
    KeyFitting(context, target.distribution->column, "distributed", context.mapping.distribution->widen_keys)
        .run();
  if (context.config.distribution == "citus" && target.distribution) require_fit_for_citus(context);
}

std::vector<std::string> placing_columns(const PromisedTable& table) {
  std::vector<std::string> columns;
  if (table.partitions) columns = table.partitions->columns;
  if (table.distribution && !table.distribution->column.empty())
    columns.push_back(table.distribution->column);
  return columns;
}

Conflict placement_conflict(const TargetSchema& target, const PromisedTable& child,
                            const PromisedTable& parent, const PromisedForeignKey& key) {
  if (child.partitions && !key.validated)
    return {
        "rows contradict it, and in a partitioned table PostgreSQL has no keys that hold for new rows only",
        "correct or delete these rows, or don't partition " + child.name};
  if (!child.distribution && !parent.distribution) return {};
  const bool to_reference = parent.distribution && parent.distribution->column.empty();
  if (to_reference) return {};
  if (!child.distribution || !parent.distribution)
    return {fmt::format("{} is distributed and {} isn't", child.distribution ? child.name : parent.name,
                        child.distribution ? parent.name : child.name),
            fmt::format("distribute {} too, or make it a reference table",
                        child.distribution ? parent.name : child.name)};
  if (child.distribution->column.empty())
    return {
        fmt::format("{} is a reference table, and {} is spread by {}", child.name, parent.name,
                    parent.distribution->column),
        fmt::format("make {} a reference table too, or distribute both by the key's column", parent.name)};
  const std::string advice =
      fmt::format("distribute both by a column of the key, or make {} a reference table", parent.name);
  if (!has_pair(key, child.distribution->column, parent.distribution->column))
    return {fmt::format("it doesn't lead from {}.{} to {}.{}, by which the rows are spread", child.name,
                        child.distribution->column, parent.name, parent.distribution->column),
            advice};
  if (colocation_group(target, child) != colocation_group(target, parent))
    return {fmt::format("{} and {} aren't colocated", child.name, parent.name),
            fmt::format("give both columns the same type, and say colocate_with = \"{}\" for {}",
                        parent.source, child.source)};
  const bool sets = key.on_delete.starts_with("SET") || key.on_update.starts_with("SET");
  if (sets || key.on_update == "CASCADE")
    return {"its action would change the column by which the rows are spread",
            "SQLite's ON UPDATE CASCADE, SET NULL and SET DEFAULT have no counterpart there: " + advice};
  return {};
}

}  // namespace dunlin::transfer
