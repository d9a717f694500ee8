#include "rehearse/Comparison.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "base/UnifiedDiff.hpp"

namespace dunlin::rehearse {
namespace {

// Of `CREATE TABLE x (` ... `)` the lines between in one order, without the commas that depend on the order.
SchemaEntry without_column_order(SchemaEntry entry) {
  if (!entry.object.starts_with("TABLE ")) return entry;
  const auto begin = std::find_if(entry.lines.begin(), entry.lines.end(),
                                  [](const auto& line) { return line.ends_with(" ("); });
  const auto end =
      std::find_if(begin, entry.lines.end(), [](const auto& line) { return line.starts_with(")"); });
  if (begin == entry.lines.end() || end == entry.lines.end()) return entry;
  for (auto line = begin + 1; line != end; ++line)
    if (line->ends_with(",")) line->pop_back();
  std::sort(begin + 1, end);
  return entry;
}

// Several entries may have one name (overloaded functions): they are compared together.
std::map<std::string, std::vector<std::string>> by_object(const std::vector<SchemaEntry>& entries,
                                                          bool ignore_column_order) {
  std::map<std::string, std::vector<std::string>> objects;
  for (const auto& entry : entries) {
    const auto shown = ignore_column_order ? without_column_order(entry) : entry;
    auto& lines = objects[entry.object];
    lines.insert(lines.end(), shown.lines.begin(), shown.lines.end());
  }
  return objects;
}

Difference differing_rows(const TableContents& left, const TableContents& right) {
  Difference out{"rows of " + left.name, ""};
  if (left.rows != right.rows) {
    out.detail = fmt::format("{} and {}", counted(static_cast<std::size_t>(left.rows), "row"),
                             counted(static_cast<std::size_t>(right.rows), "row"));
    return out;
  }
  std::vector<std::string> columns;
  for (const auto& column : left.columns) {
    const auto* other = right.find(column.name);
    if (other == nullptr || other->hash != column.hash) columns.push_back(quote_identifier(column.name));
  }
  for (const auto& column : right.columns)
    if (left.find(column.name) == nullptr) columns.push_back(quote_identifier(column.name));
  out.detail = columns.empty() ? "the same values, on other rows"
                               : fmt::format("other values in {}", join(columns, ", "));
  return out;
}

// What a column's values are like when they can't be compared one by one.
enum class Spread { none, one, some, all };

Spread spread_of(const ColumnContents& column) {
  if (column.values == 0) return Spread::none;
  if (column.distinct == 1) return Spread::one;
  // clock_timestamp() gives rows the same microsecond: a few rows where they are updated, several where the
  // table is written anew.
  const std::int64_t needed = column.is_time ? 1 : 9;
  return column.distinct * 10 >= column.values * needed ? Spread::all : Spread::some;
}

const char* to_text(Spread spread) {
  switch (spread) {
    case Spread::none: return "no value at all";
    case Spread::one: return "one value for all rows";
    case Spread::some: return "a few values for many rows";
    case Spread::all: return "a value for each row";
  }
  return "";
}

std::string name_of(const std::string& table, const std::string& column) {
  return fmt::format("column {}.{}", table, quote_identifier(column));
}

void add_missing(const Mask& in, const Mask& other, std::string_view detail, std::vector<Difference>& out) {
  for (const auto& [table, columns] : in) {
    const auto found = other.find(table);
    for (const auto& column : columns) {
      if (found == other.end() || !found->second.contains(column))
        out.push_back({name_of(table, column), std::string(detail)});
    }
  }
}

}  // namespace

std::vector<Difference> compare_schemas(const std::vector<SchemaEntry>& left,
                                        const std::vector<SchemaEntry>& right, bool ignore_column_order) {
  auto a = by_object(left, ignore_column_order);
  auto b = by_object(right, ignore_column_order);
  std::vector<Difference> differences;
  for (auto& [object, lines] : a) {
    const auto other = b.find(object);
    const auto& theirs = other == b.end() ? std::vector<std::string>{} : other->second;
    if (auto diff = unified_diff(lines, theirs); !diff.empty())
      differences.push_back({object, std::move(diff)});
    if (other != b.end()) b.erase(other);
  }
  for (const auto& [object, lines] : b) differences.push_back({object, unified_diff({}, lines)});
  return differences;
}

std::vector<Difference> compare_contents(const DataContents& left, const DataContents& right) {
  std::vector<Difference> differences;
  for (const auto& [name, table] : left.tables) {
    const auto other = right.tables.find(name);
    if (other == right.tables.end()) continue;  // the schema says it
    if (table.rows != other->second.rows || table.hash != other->second.hash)
      differences.push_back(differing_rows(table, other->second));
  }
  for (const auto& [name, value] : left.sequences) {
    const auto other = right.sequences.find(name);
    if (other != right.sequences.end() && other->second < value)
      differences.push_back({"sequence " + name,
                             fmt::format("stands at {}, and at {} on the other side", value, other->second)});
  }
  return differences;
}

Mask find_volatile(const DataContents& once, const DataContents& again) {
  Mask found;
  for (const auto& [name, table] : once.tables) {
    const auto other = again.tables.find(name);
    if (other == again.tables.end()) continue;
    for (const auto& column : table.columns) {
      const auto* same = other->second.find(column.name);
      if (same != nullptr && same->hash != column.hash) found[name].insert(column.name);
    }
  }
  return found;
}

Mask find_numbered(const DataContents& contents, const DataContents& before) {
  Mask found;
  for (const auto& [name, table] : contents.tables) {
    const auto old = before.tables.find(name);
    for (const auto& column : table.columns) {
      const bool is_new = old == before.tables.end() || old->second.find(column.name) == nullptr;
      if (column.numbered && is_new) found[name].insert(column.name);
    }
  }
  return found;
}

std::vector<Difference> compare_masked(const DataContents& left, const DataContents& right,
                                       const Mask& mask) {
  std::vector<Difference> differences;
  for (const auto& [name, columns] : mask) {
    const auto a = left.tables.find(name), b = right.tables.find(name);
    if (a == left.tables.end() || b == right.tables.end()) continue;
    for (const auto& column : columns) {
      const auto* ours = a->second.find(column);
      const auto* theirs = b->second.find(column);
      if (ours == nullptr || theirs == nullptr || spread_of(*ours) == spread_of(*theirs)) continue;
      differences.push_back({name_of(name, column), fmt::format("{} and {}", to_text(spread_of(*ours)),
                                                                to_text(spread_of(*theirs)))});
    }
  }
  return differences;
}

std::vector<Difference> compare_masks(const Mask& left, const Mask& right) {
  std::vector<Difference> differences;
  add_missing(left, right, "its values change with every run on the first side only", differences);
  add_missing(right, left, "its values change with every run on the second side only", differences);
  return differences;
}

Mask merge(Mask a, const Mask& b) {
  for (const auto& [table, columns] : b) a[table].insert(columns.begin(), columns.end());
  return a;
}

}  // namespace dunlin::rehearse
