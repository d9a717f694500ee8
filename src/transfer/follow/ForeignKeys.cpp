#include "transfer/follow/ForeignKeys.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Json.hpp"
#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

// Column names, quoted by the server, with a separator that no quoted name has outside of its quotes.
std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names{""};
  bool quoted = false;
  for (const char c : list) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted)
      names.emplace_back();
    else
      names.back() += c;
  }
  return names;
}

std::string equal_columns(const std::string& left, const std::vector<std::string>& left_columns,
                          const std::string& right, const std::vector<std::string>& right_columns) {
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < left_columns.size(); ++i)
    terms.push_back(fmt::format("{}.{} = {}.{}", left, left_columns[i], right, right_columns[i]));
  return join(terms, " AND ");
}

std::string without_parent(const TargetForeignKey& key, const std::string& child) {
  std::string sql;
  for (const std::string& column : key.child_columns)
    sql += fmt::format("{}.{} IS NOT NULL AND ", child, column);
  return sql + fmt::format("NOT EXISTS (SELECT FROM {} p WHERE {})", key.parent,
                           equal_columns("p", key.parent_columns, child, key.child_columns));
}

}  // namespace

std::vector<TargetForeignKey> read_foreign_keys(postgres::Connection& connection,
                                                const std::vector<std::string>& tables) {
  const auto rows = connection.exec(
      "SELECT quote_ident(k.conname), "
      "'\"' || replace(cn.nspname, '\"', '\"\"') || '\"' || '.' || '\"' || replace(c.relname, '\"', '\"\"') "
      "|| '\"', "
      "'\"' || replace(pn.nspname, '\"', '\"\"') || '\"' || '.' || '\"' || replace(p.relname, '\"', '\"\"') "
      "|| '\"', "
      "(SELECT string_agg('\"' || replace(a.attname, '\"', '\"\"') || '\"', ',' ORDER BY n) FROM "
      "unnest(k.conkey) WITH ORDINALITY u "
      "(at, n) "
      " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.at), "
      "(SELECT string_agg('\"' || replace(a.attname, '\"', '\"\"') || '\"', ',' ORDER BY n) FROM "
      "unnest(k.confkey) WITH ORDINALITY u "
      "(at, n) "
      " JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.at), "
      "pg_get_constraintdef(k.oid) "
      "FROM pg_constraint k "
      "JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace "
      "JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace "
      "WHERE k.contype = 'f' AND k.conparentid = 0 "
      "AND (k.conrelid = ANY ($1::text[]::regclass[]) OR k.confrelid = ANY ($1::text[]::regclass[])) "
      "ORDER BY 2, 1",
      {postgres::array_literal(tables)});
  std::vector<TargetForeignKey> keys;
  for (int i = 0; i < rows.rows(); ++i)
    keys.push_back({rows.string(i, 0), rows.string(i, 1), rows.string(i, 2), names_in(rows.text(i, 3)),
                    names_in(rows.text(i, 4)), rows.string(i, 5)});
  return keys;
}

std::int64_t count_orphans(postgres::Connection& connection, const TargetForeignKey& key,
                           const std::string& rows) {
  return connection
      .exec(Sql::trusted(fmt::format("SELECT count(*) FROM {} c WHERE {}", rows, without_parent(key, "c"))))
      .number(0, 0);
}

std::int64_t count_orphaned(postgres::Connection& connection, const TargetForeignKey& key,
                            const std::string& gone) {
  // Most rows that went came back with other values: that costs a look at the parent's key for each of them,
  // and none at the children, whose column may have no index.
  const auto missing = connection
                           .exec(Sql::trusted(fmt::format(
                               "SELECT count(*) FROM {} g WHERE NOT EXISTS (SELECT FROM {} p WHERE {})", gone,
                               key.parent, equal_columns("p", key.parent_columns, "g", key.parent_columns))))
                           .number(0, 0);
  if (missing == 0) return 0;
  return connection
      .exec(Sql::trusted(fmt::format(
          "SELECT count(*) FROM {} c WHERE EXISTS (SELECT FROM {} g WHERE {}) AND {}", key.child, gone,
          equal_columns("g", key.parent_columns, "c", key.child_columns), without_parent(key, "c"))))
      .number(0, 0);
}

void drop_foreign_key(postgres::Connection& connection, const TargetForeignKey& key) {
  connection.exec(Sql::trusted(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", key.child, key.name)));
}

void restore_foreign_key(postgres::Connection& connection, const TargetForeignKey& key) {
  connection.exec(
      Sql::trusted(fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", key.child, key.name, key.definition)));
}

}  // namespace dunlin::transfer
