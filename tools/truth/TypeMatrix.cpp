#include "TypeMatrix.hpp"

#include <fmt/format.h>
#include <map>
#include <set>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::truth {
namespace {

using postgres::Connection;
using postgres::Sql;

// A pair of types as spelled in types.txt.
using Pair = std::pair<std::string, std::string>;

constexpr std::string_view k_no_cast = "42804";  // datatype_mismatch: can't be cast automatically

// Changes the column, looks at the files of the table and its index, and takes it all back by way of an
// error.
void make_functions(Connection& connection) {
  connection.exec("DROP SCHEMA IF EXISTS matrix CASCADE");
  connection.exec("CREATE SCHEMA matrix");
  connection.exec("CREATE TABLE matrix.pair (source text, bare text, indexed text, target text)");
  connection.exec(
      "CREATE FUNCTION matrix.file(name text) RETURNS text LANGUAGE sql AS $$"
      " SELECT relfilenode::text FROM pg_class WHERE oid = ('matrix.' || name)::regclass $$");
  connection.exec(
      "CREATE FUNCTION matrix.change(name text, target text) RETURNS text LANGUAGE plpgsql AS $$"
      " DECLARE before text := matrix.file(name); index_before text := matrix.index_file(name); seen text;"
      " BEGIN"
      "  EXECUTE format('ALTER TABLE matrix.%I ALTER c TYPE %s', name, target);"
      "  seen := CASE WHEN matrix.file(name) = before THEN 'kept' ELSE 'rewritten' END || ' '"
      "   || CASE WHEN index_before IS NULL THEN 'none'"
      "           WHEN matrix.index_file(name) = index_before THEN 'kept' ELSE 'rebuilt' END;"
      "  RAISE EXCEPTION USING errcode = 'UD001', message = seen;"
      " EXCEPTION WHEN SQLSTATE 'UD001' THEN RETURN seen; WHEN OTHERS THEN RETURN SQLSTATE; END $$");
  connection.exec(
      "CREATE FUNCTION matrix.index_file(name text) RETURNS text LANGUAGE sql AS $$"
      " SELECT c.relfilenode::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
      " WHERE i.indrelid = ('matrix.' || name)::regclass $$");
}

// For each type a table with a column of it, and another with an index on that column where the type has one.
void make_tables(Connection& connection, const std::vector<std::string>& types) {
  for (std::size_t i = 0; i < types.size(); ++i) {
    connection.exec(Sql::trusted(fmt::format("CREATE TABLE matrix.bare_{} (c {})", i, types[i])));
    connection.exec(Sql::trusted(fmt::format("CREATE TABLE matrix.indexed_{} (c {})", i, types[i])));
    for (const std::string_view method : {"btree", "gist", "hash"}) {
      try {
        connection.exec(
            Sql::trusted(fmt::format("CREATE INDEX ON matrix.indexed_{} USING {} (c)", i, method)));
        break;
      } catch (const postgres::SqlError& error) {
        if (error.sqlstate() != "42704") throw;  // no default operator class for this access method
      }
    }
  }
}

using Seen = std::map<Pair, std::string>;

// Tries the pairs that `wanted` is true for.
template <typename Wanted>
Seen try_pairs(Connection& connection, const std::vector<std::string>& types, std::string_view table,
               Wanted wanted) {
  Seen seen;
  for (std::size_t i = 0; i < types.size(); ++i) {
    std::vector<std::string> targets;
    for (const auto& target : types)
      if (wanted(Pair{types[i], target})) targets.push_back(target);
    const auto result =
        connection.exec("SELECT target, matrix.change($1, target) FROM unnest($2::text[]) target",
                        {fmt::format("{}_{}", table, i), postgres::array_literal(targets)});
    for (int row = 0; row < result.rows(); ++row)
      seen[{types[i], result.string(row, 0)}] = result.string(row, 1);
  }
  return seen;
}

bool keeps_heap(const std::string& seen) {
  return seen.starts_with("kept");
}

std::string describe_index(const std::string& seen) {
  const auto space = seen.find(' ');
  return space == std::string::npos ? "refused" : seen.substr(space + 1);
}

// "character varying(10)[]" -> "character varying[]".
std::string without_modifiers(const std::string& type) {
  const auto open = type.find('(');
  if (open == std::string::npos) return type;
  return type.substr(0, open) + type.substr(type.find(')') + 1);
}

std::string list_casts(const Seen& seen) {
  std::map<std::string, std::set<std::string>> targets;
  for (const auto& [pair, what] : seen) {
    const auto source = without_modifiers(pair.first);
    const auto target = without_modifiers(pair.second);
    if (what == k_no_cast) continue;
    if (what.size() == 5)
      throw Error(ErrorCode::failed, fmt::format("{} to {} ends with {}", pair.first, pair.second, what));
    if (source != target) targets[source].insert(target);
  }
  std::string text;
  for (const auto& [source, all] : targets)
    text += fmt::format("{}\t{}\n", source, join({all.begin(), all.end()}, ", "));
  return text;
}

}  // namespace

TypeMatrix measure_types(Connection& connection, const std::vector<std::string>& types) {
  make_functions(connection);
  make_tables(connection, types);
  connection.exec("SET timezone = 'UTC'");
  const auto in_utc = try_pairs(connection, types, "bare", [](const Pair&) { return true; });
  const auto with_index =
      try_pairs(connection, types, "indexed", [&](const Pair& pair) { return keeps_heap(in_utc.at(pair)); });
  connection.exec("SET timezone = 'America/New_York'");
  const auto elsewhere =
      try_pairs(connection, types, "bare", [&](const Pair& pair) { return in_utc.at(pair) != k_no_cast; });
  connection.exec("RESET timezone");

  TypeMatrix matrix{.casts = list_casts(in_utc)};
  for (const auto& [pair, seen] : in_utc) {
    if (seen == k_no_cast) continue;
    const bool keeps_elsewhere = keeps_heap(elsewhere.at(pair));
    if (keeps_elsewhere && !keeps_heap(seen))
      throw Error(ErrorCode::failed,
                  fmt::format("{} to {} keeps the table, but not in UTC", pair.first, pair.second));
    if (!keeps_heap(seen) || pair.first == pair.second) continue;
    matrix.kept += fmt::format("{}\t{}\t{}\t{}\n", pair.first, pair.second, keeps_elsewhere ? "any" : "utc",
                               describe_index(with_index.at(pair)));
  }
  return matrix;
}

}  // namespace dunlin::truth
