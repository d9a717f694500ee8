#include "rehearse/PartitionValues.hpp"

#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/Identifier.hpp"
#include "base/Text.hpp"

namespace dunlin::rehearse {
namespace {

using postgres::Connection;
using postgres::Sql;

// The items of `('a', 1, MINVALUE)` at `begin` (the bracket), as they are written.
std::vector<std::string> items(std::string_view bound, std::size_t begin) {
  std::vector<std::string> out{""};
  bool quoted = false;
  for (std::size_t i = begin + 1; i < bound.size(); ++i) {
    const char c = bound[i];
    if (c == '\'') quoted = !quoted;
    if (!quoted && c == ')') break;
    if (!quoted && c == ',') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  for (auto& item : out) item = std::string(trim(item));
  return out;
}

bool is_open(const std::string& item) {
  return item == "MINVALUE" || item == "MAXVALUE";
}

// Values within [from, to) of the first key column, as the server counts them; an open end is a little away
// from the other one. Nothing for a type that can't be counted with.
std::vector<std::string> between(Connection& connection, const std::string& type, std::string from,
                                 std::string to) {
  const bool whole = type == "integer" || type == "bigint" || type == "smallint";
  const bool day = type == "date", time = type.starts_with("timestamp");
  if (!whole && !day && !time) return {};
  const char* step = time ? "interval '10 hours'" : "10";
  if (is_open(from) && is_open(to)) return {};
  if (is_open(from)) from = fmt::format("({}::{} - {})", to, type, step);
  if (is_open(to)) to = fmt::format("({}::{} + {})", from, type, step);
  const char* scaled = time ? "({1}::{2} - {0}::{2}) * (k / 5.0)" : "(({1}::{2} - {0}::{2}) * k / 5)";
  const auto sql = fmt::format("SELECT ({0}::{2} + {3})::text FROM generate_series(0, 4) k", from, to, type,
                               fmt::format(fmt::runtime(scaled), from, to, type));
  const auto rows = connection.exec(Sql::trusted(sql));
  std::vector<std::string> out;
  for (int i = 0; i < rows.rows(); ++i) out.push_back(rows.string(i, 0));
  return out;
}

// A literal's value: 'it''s' -> it's
std::string value_of(const std::string& literal) {
  if (literal.size() < 2 || literal.front() != '\'') return literal;
  std::string out;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    out += literal[i];
    if (literal[i] == '\'') ++i;
  }
  return out;
}

struct Level {
  Oid leaf;
  std::string bound;
  std::vector<std::size_t> columns;  ///< of the parent's key; an expression ends the list
  std::string first_type;
};

void add_values(Connection& connection, const Level& level, PartitionShape& shape) {
  const auto from = level.bound.find("FROM (");
  if (level.bound.starts_with("FOR VALUES IN (") && level.columns.size() == 1) {
    for (const auto& item : items(level.bound, level.bound.find('(')))
      if (item != "NULL") shape.values[level.columns[0]].push_back(value_of(item));
  } else if (from != std::string::npos && !level.columns.empty()) {
    const auto low = items(level.bound, from + 5);
    const auto high = items(level.bound, level.bound.find("TO (", from) + 3);
    auto inside = between(connection, level.first_type, low[0], high[0]);
    if (inside.empty() && !is_open(low[0])) inside.push_back(value_of(low[0]));
    if (level.columns.size() > 1) {  // the low end itself, which is within the bounds as a whole
      inside.resize(inside.empty() ? 0 : 1);
      for (std::size_t i = 1; i < level.columns.size() && i < low.size(); ++i)
        if (!is_open(low[i])) shape.values[level.columns[i]] = {value_of(low[i])};
    }
    if (!inside.empty()) shape.values[level.columns[0]] = inside;
  }
}

}  // namespace

std::vector<PartitionShape> read_partitions(Connection& connection, Oid table,
                                            const std::map<Oid, std::size_t>& places) {
  // One row for each leaf and each of the levels above it; key columns by the root's numbers.
  const auto rows = connection.exec(
      R"(WITH RECURSIVE up AS (
           SELECT t.relid AS leaf, t.relid AS at, t.parentrelid AS parent FROM pg_partition_tree($1::oid) t WHERE t.isleaf AND t.level > 0
           UNION ALL
           SELECT up.leaf, i.inhrelid, i.inhparent FROM up JOIN pg_inherits i ON i.inhrelid = up.parent)
         SELECT up.leaf::oid, pg_get_expr(c.relpartbound, c.oid),
                (SELECT string_agg(coalesce(r.attnum, 0)::text, ' ' ORDER BY k.i) FROM pg_partitioned_table p
                 CROSS JOIN unnest(p.partattrs::int2[]) WITH ORDINALITY k(attnum, i)
                 LEFT JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = k.attnum AND k.attnum > 0
                 LEFT JOIN pg_attribute r ON r.attrelid = $1::oid AND r.attname = a.attname
                 WHERE p.partrelid = up.parent),
                (SELECT format_type(a.atttypid, NULL) FROM pg_partitioned_table p JOIN pg_attribute a
                 ON a.attrelid = p.partrelid AND a.attnum = (p.partattrs::int2[])[0] WHERE p.partrelid = up.parent)
         FROM up JOIN pg_class c ON c.oid = up.at ORDER BY up.leaf)",
      {std::to_string(table)});
  std::vector<PartitionShape> shapes;
  Oid last = 0;
  for (int i = 0; i < rows.rows(); ++i) {
    Level level{rows.number(i, 0), rows.string(i, 1), {}, rows.string(i, 3)};
    for (const auto& part : split_list(rows.text(i, 2), ' ')) {
      const auto place = places.find(std::stoll(part));
      if (place == places.end()) break;
      level.columns.push_back(place->second);
    }
    if (level.leaf != last) shapes.emplace_back();
    last = level.leaf;
    add_values(connection, level, shapes.back());
  }
  return shapes;
}

}  // namespace dunlin::rehearse
