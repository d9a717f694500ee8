#include "transfer/assess/TryKeys.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "sql/command/Identifier.hpp"
#include "transfer/load/Chunks.hpp"
#include "transfer/load/Rejects.hpp"

namespace dunlin::transfer {
namespace {

constexpr int k_most_pairs = 20;

std::string numbered(const char* name, std::size_t i) {
  return fmt::format("{}{}", name, i);
}

// "k0, k1, ..."
std::string value_names(const TriedKey& key) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < key.terms.size(); ++i) names.push_back(numbered("k", i));
  return join(names, ", ");
}

// The values of the rows in the trial table. NULLs are distinct in both.
std::string select_values(const TriedKey& key) {
  std::vector<std::string> terms, present;
  for (std::size_t i = 0; i < key.terms.size(); ++i) {
    terms.push_back(key.terms[i] + " AS " + numbered("k", i));
    present.push_back(numbered("k", i) + " IS NOT NULL");
  }
  return fmt::format("SELECT * FROM (SELECT {}, {} AS n FROM {}{}) AS v WHERE {}", join(terms, ", "),
                     quote_identifier(k_trial_row), k_trial_table,
                     key.where.empty() ? "" : " WHERE " + key.where, join(present, " AND "));
}

std::string without_order(const std::string& term) {
  constexpr std::string_view k_descending = " DESC";
  return term.ends_with(k_descending) ? term.substr(0, term.size() - k_descending.size()) : term;
}

bool names_folding(const PromisedTable& table, const std::vector<std::string>& terms) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const PromisedColumn& column) {
    return column.folding != Folding::none &&
           std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
             return term.find(sql::readable_identifier(column.name)) != std::string::npos;
           });
  });
}

bool is_column(const PromisedTable& table, const std::string& term) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const PromisedColumn& column) {
    return sql::readable_identifier(column.name) == term;
  });
}

TriedKey try_columns(const PromisedKey& key) {
  TriedKey out{.columns = join(key.columns, ", ")};
  for (const auto& column : key.columns) out.terms.push_back(sql::readable_identifier(column));
  return out;
}

// An index of plain columns says what the application relies on; one of expressions, or of some rows, can be
// left out with a finding when PostgreSQL sees it in another way.
TriedKey try_index(const PromisedTable& table, const PromisedIndex& index) {
  TriedKey out;
  for (const auto& term : index.terms) out.terms.push_back(without_order(term));
  out.columns = join(out.terms, ", ");
  out.where = index.where;
  const bool plain =
      index.where.empty() && std::all_of(out.terms.begin(), out.terms.end(),
                                         [&](const auto& term) { return is_column(table, term); });
  if (!plain) out.object = index.source;
  return out;
}

}  // namespace

std::vector<TriedKey> keys_to_try(const PromisedTable& table) {
  std::vector<TriedKey> out;
  if (table.primary_key && !table.primary_key->proven) out.push_back(try_columns(*table.primary_key));
  for (const auto& unique : table.uniques)
    if (!unique.proven) out.push_back(try_columns(unique));
  for (const auto& index : table.indexes)
    if (index.unique && !index.proven) out.push_back(try_index(table, index));
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].values = "pg_temp." + numbered("dunlin_values_", i);
    out[i].folds = names_folding(table, out[i].terms);
  }
  return out;
}

void collect_values(postgres::Connection& connection, TriedKey& key) {
  if (!key.failure.empty()) return;
  connection.exec("SAVEPOINT dunlin_values");
  try {
    connection.exec(postgres::Sql::trusted(
        fmt::format("CREATE TABLE IF NOT EXISTS {} AS {} WITH NO DATA", key.values, select_values(key))));
    connection.exec(postgres::Sql::trusted(fmt::format("INSERT INTO {} {}", key.values, select_values(key))));
    connection.exec("RELEASE SAVEPOINT dunlin_values");
  } catch (const postgres::SqlError& error) {
    if (error.is_of_the_server()) throw;
    key.failure = error.message();
    connection.exec("ROLLBACK TO SAVEPOINT dunlin_values");
    connection.exec("RELEASE SAVEPOINT dunlin_values");
  }
}

void find_doubles(postgres::Connection& connection, TriedKey& key) {
  if (!key.failure.empty()) return;
  const std::string groups = fmt::format(
      "SELECT min(n) AS one, max(n) AS other, count(*) - 1 AS more FROM {} GROUP BY {} HAVING count(*) > 1",
      key.values, value_names(key));
  const auto sum = connection.exec(
      postgres::Sql::trusted(fmt::format("SELECT coalesce(sum(more), 0)::bigint FROM ({}) AS g", groups)));
  key.count = sum.number(0, 0);
  if (key.count == 0) return;
  const auto rows =
      connection.exec(postgres::Sql::trusted(fmt::format("{} ORDER BY 1 LIMIT {}", groups, k_most_pairs)));
  for (int i = 0; i < rows.rows(); ++i) key.pairs.push_back({rows.number(i, 0), rows.number(i, 1)});
}

void name_rows(sqlite::Database& snapshot, const TableMapping& table, std::vector<TriedKey>& keys) {
  std::map<std::int64_t, std::string> names;
  for (const auto& key : keys)
    for (const auto& pair : key.pairs) names[pair.one] = names[pair.other] = "";
  if (names.empty()) return;
  auto query = snapshot.prepare(select_chunk(table, {.table = table.source}));
  std::vector<sqlite::Value> row(static_cast<std::size_t>(query.columns()));
  auto next = names.begin();
  for (std::int64_t number = 0; next != names.end() && query.step(); ++number) {
    if (number != next->first) continue;
    query.read(row);
    next->second = key_of(table, row);
    ++next;
  }
  for (auto& key : keys)
    for (const auto& pair : key.pairs) key.keys.push_back(names[pair.one] + " and " + names[pair.other]);
}

Problem problem_of(const TableMapping& table, const TriedKey& key) {
  Problem out{.weight = Weight::changed, .count = key.count, .keys = key.keys};
  const std::string same =
      fmt::format("{} {} a key that differs from another one in SQLite and would be the same in PostgreSQL",
                  with_thousands(key.count), key.count == 1 ? "row has" : "rows have");
  if (!key.object.empty()) {
    out.rule = "index-not-translated";
    out.object = key.object;
    out.message =
        "the index isn't in the target: " +
        (key.failure.empty() ? same : "tried with the rows there are, PostgreSQL says: " + key.failure);
    out.hint = "write the index in the migration by hand";
    return out;
  }
  out.rule = key.failure.empty() ? "key-not-unique" : "key-not-tried";
  out.weight = Weight::refused;
  out.object = table.source + " (" + key.columns + ")";
  out.message =
      key.failure.empty() ? same : "whether it stays unique can't be tried: PostgreSQL says: " + key.failure;
  out.hint =
      key.folds ? "nocase = \"index\" for the column in [[transfer.column]] folds letters as SQLite does; or "
                  "correct these rows in the source"
                : "keep the column as text with to = \"text\", or correct these rows in the source";
  return out;
}

}  // namespace dunlin::transfer
