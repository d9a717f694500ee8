#include "transfer/giveback/LostParents.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/load/Rejects.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_most_keys = 5;

const ColumnMapping* find_column(const TableMapping& table, const std::string& source) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& column) {
    return sqlite::same_name(column.source, source);
  });
  return found == table.columns.end() ? nullptr : &*found;
}

// Their names in PostgreSQL; nothing where one isn't transferred, or goes by another rule there than here.
std::vector<std::string> targets_of(const TableMapping& table, const std::vector<std::string>& sources) {
  std::vector<std::string> targets;
  for (const auto& source : sources) {
    const ColumnMapping* column = find_column(table, source);
    if (column == nullptr || column->misfit == model::MisfitPolicy::null ||
        folding_of(*column) != Folding::none)
      return {};
    targets.push_back(column->target);
  }
  return targets;
}

bool may_have_left_rows_out(const TableMapping& table) {
  return table.rejected > 0 ||
         std::any_of(table.columns.begin(), table.columns.end(),
                     [](const auto& column) { return column.misfit == model::MisfitPolicy::reject; });
}

// SQLite compares by the parent's column, its affinity and its collation; + takes the child's away (SQLite
// docs, "Datatypes In SQLite" 4.2).
std::string orphans_in(const char* schema, const FileKey& key) {
  std::vector<std::string> present, equal;
  for (std::size_t i = 0; i < key.key->columns.size(); ++i) {
    const std::string from = "c." + sqlite::quote_name(key.key->columns[i]);
    present.push_back(from + " IS NOT NULL");
    equal.push_back(fmt::format("p.{} = +{}", sqlite::quote_name(key.key->parent_columns[i]), from));
  }
  return fmt::format("FROM {0}.{1} AS c WHERE {3} AND NOT EXISTS (SELECT 1 FROM {0}.{2} AS p WHERE {4})",
                     schema, sqlite::quote_name(key.table->name), sqlite::quote_name(key.key->parent),
                     join(present, " AND "), join(equal, " AND "));
}

// A rowid is known in the file only.
std::vector<std::string> naming_columns(const FileKey& key) {
  auto columns = key.table->primary_key();
  return columns.empty() ? key.key->columns : columns;
}

void name_rows(sqlite::Database& shadow, const FileKey& key, const std::vector<sqlite::Value>& parent,
               LostParents& lost) {
  const auto named_by = naming_columns(key);
  std::vector<std::string> shown, same;
  for (const auto& column : named_by) shown.push_back(sqlite::quote_name(column));
  for (const auto& column : key.key->columns) same.push_back(sqlite::quote_name(column) + " IS ?");
  auto rows = shadow.prepare(fmt::format("SELECT DISTINCT {} FROM main.{} WHERE {} LIMIT {}",
                                         join(shown, ", "), sqlite::quote_name(key.table->name),
                                         join(same, " AND "), k_most_keys - lost.keys.size()));
  rows.bind_all(parent);
  while (rows.step()) {
    std::string name;
    for (std::size_t i = 0; i < named_by.size(); ++i)
      name += fmt::format("{}{}={}", i == 0 ? "" : ",", named_by[i],
                          shown_value(rows.value(static_cast<int>(i))));
    lost.keys.push_back(std::move(name));
  }
}

// By the missing parents, because a row's number may be another one now.
LostParents lost_by(sqlite::Database& shadow, const FileKey& key) {
  LostParents lost{.table = key.table->name, .columns = key.key->columns, .parent = key.key->parent};
  std::vector<std::string> columns, places;
  for (const auto& column : key.key->columns) {
    columns.push_back("c." + sqlite::quote_name(column));
    places.push_back(std::to_string(columns.size()));
  }
  const std::string values = join(columns, ", ");
  auto groups = shadow.prepare(fmt::format(
      "SELECT *, sum(dunlin_rows) FROM (SELECT {0}, 1 AS dunlin_rows {1} UNION ALL SELECT {0}, -1 {2}) "
      "GROUP BY {3} HAVING sum(dunlin_rows) > 0",
      values, orphans_in("main", key), orphans_in("original", key), join(places, ", ")));
  std::vector<sqlite::Value> row(columns.size() + 2);
  while (groups.step()) {
    groups.read(row);
    lost.rows += row.back().integer;
    if (lost.keys.size() < k_most_keys)
      name_rows(shadow, key, {row.begin(), row.begin() + static_cast<std::ptrdiff_t>(columns.size())}, lost);
  }
  return lost;
}

// SQLite's own answer, which is the quicker one; that it can't tell is none.
bool has_orphans(sqlite::Database& shadow, const std::string& table) {
  try {
    auto query = shadow.prepare("SELECT 1 FROM pragma_foreign_key_check(?1) LIMIT 1");
    query.bind(1, sqlite::Value::text(table));
    return query.step();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::string describe(const LostParents& lost) {
  return fmt::format("{}.{}: {} {} to rows of {} that aren't there{}", printable(lost.table),
                     printable(join(lost.columns, ",")), with_thousands(lost.rows),
                     lost.rows == 1 ? "row refers" : "rows refer", printable(lost.parent),
                     lost.keys.empty() ? "" : " (" + printable(join(lost.keys, ", ")) + ")");
}

std::vector<FileKey> keys_of_tables(const sqlite::Schema& schema, const std::set<std::string>& written) {
  const auto is_written = [&](const std::string& name) {
    return std::any_of(written.begin(), written.end(),
                       [&](const auto& table) { return sqlite::same_name(table, name); });
  };
  std::vector<FileKey> keys;
  for (const auto& table : schema.tables)
    for (const auto& key : table.foreign_keys)
      if (schema.find(key.parent) != nullptr && key.parent_columns.size() == key.columns.size() &&
          (is_written(table.name) || is_written(key.parent)))
        keys.push_back({&table, &key});
  return keys;
}

bool is_held_by(postgres::Connection& connection, const Mapping& mapping, const FileKey& key) {
  const TableMapping* child = mapping.find(key.table->name);
  const auto parent = std::find_if(mapping.tables.begin(), mapping.tables.end(), [&](const auto& table) {
    return sqlite::same_name(table.source, key.key->parent);
  });
  if (child == nullptr || parent == mapping.tables.end() || may_have_left_rows_out(*child)) return false;
  const auto columns = targets_of(*child, key.key->columns);
  const auto parent_columns = targets_of(*parent, key.key->parent_columns);
  if (columns.empty() || parent_columns.empty()) return false;
  const auto found = connection.exec(
      R"(SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint k
           WHERE k.contype = 'f' AND k.convalidated AND k.conrelid = $1::regclass AND k.confrelid = $2::regclass
             AND (SELECT array_agg(a.attname::text ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u (number, place)
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) = $3::text[]
             AND (SELECT array_agg(a.attname::text ORDER BY u.place) FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) = $4::text[]
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled NOT IN ('O', 'A'))))",
      {followed_table(mapping, *child).name, followed_table(mapping, *parent).name,
       postgres::array_literal(columns), postgres::array_literal(parent_columns)});
  return found.boolean(0, 0);
}

std::vector<LostParents> lost_parents(sqlite::Database& shadow, const std::vector<FileKey>& keys) {
  std::map<std::string, bool> asked;
  std::vector<LostParents> all;
  for (const auto& key : keys) {
    const auto [answer, first] = asked.emplace(key.table->name, false);
    if (first) answer->second = has_orphans(shadow, key.table->name);
    if (!answer->second) continue;
    auto lost = lost_by(shadow, key);
    if (lost.rows > 0) all.push_back(std::move(lost));
  }
  return all;
}

}  // namespace dunlin::transfer
