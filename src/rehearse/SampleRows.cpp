#include "rehearse/SampleRows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "rehearse/FillOrder.hpp"
#include "rehearse/SampleValue.hpp"

namespace dunlin::rehearse {
namespace {

using postgres::Connection;
using postgres::Sql;

using Row = std::vector<std::optional<std::string>>;
using Tuple = std::vector<std::string>;

constexpr std::uint32_t k_forms = 40;  // of each form that texts may have, where they needn't be distinct
constexpr std::size_t k_most_partitions = 2000;  // that are each sure of a row
constexpr int k_rounds = 4;                      // of trying rows one by one, each with other values

class Filler {
 public:
  Filler(Connection& connection, const SampleOptions& options)
      : connection_(connection),
        options_(options),
        random_(options.seed),
        types_(read_types(connection)),
        tables_(read_tables(connection)) {}

  std::vector<std::string> fill() {
    // Foreign keys are kept by what is chosen; the triggers of the tables might do anything.
    connection_.exec("SET session_replication_role = replica");
    make_triers();
    const auto order = fill_order(tables_);
    for (const auto& turn : order) fill_table(turn);
    for (const auto& turn : order) connect_rows(turn);
    return std::move(unfilled_);
  }

 private:
  // Whether a value fits a CHECK, and whether a row fits its table, are for the server to say; a function of
  // the session asks it for many without a round trip for each.
  void make_triers() {
    connection_.exec(
        R"(CREATE OR REPLACE FUNCTION pg_temp.dunlin_fits(query text, value text) RETURNS boolean LANGUAGE plpgsql AS $$
      DECLARE fits boolean;
      BEGIN EXECUTE query INTO fits USING value; RETURN coalesce(fits, true); EXCEPTION WHEN OTHERS THEN RETURN false; END $$)");
    connection_.exec(
        R"(CREATE OR REPLACE FUNCTION pg_temp.dunlin_try(statement text) RETURNS text LANGUAGE plpgsql AS $$
      BEGIN EXECUTE statement; RETURN NULL; EXCEPTION WHEN OTHERS THEN RETURN SQLERRM; END $$)");
  }

  void fill_table(const FillTurn& turn) {
    const auto& table = tables_[turn.table];
    fitting_.clear();
    for (std::size_t i = 0; i < table.columns.size(); ++i) fitting_.push_back(find_fitting(table.columns[i]));
    parents_.clear();
    for (const auto& key : table.foreign_keys) parents_.push_back(read_parents(key));
    std::string problem = insert_all(turn);
    std::int64_t stored = count(table);
    for (int round = 0; round < k_rounds && stored < options_.rows / 2; ++round) {
      problem = insert_one_by_one(turn, static_cast<std::uint32_t>(round + 1), problem);
      stored = count(table);
    }
    drop_orphans(turn);
    if (count(table) == 0)
      unfilled_.push_back(
          fmt::format("{}: {}", table.name, problem.empty() ? missing_parent(table) : problem));
  }

  std::string missing_parent(const TableShape& table) const {
    for (std::size_t k = 0; k < table.foreign_keys.size(); ++k) {
      const auto& key = table.foreign_keys[k];
      if (!key.nullable && parents_[k].empty()) return "there is no row to refer to in " + key.parent_name;
    }
    return "none of the rows that were tried was stored";
  }

  // The values that pass the column's own CHECKs and its domain's; empty where there are none to pass.
  std::vector<std::string> find_fitting(const ColumnShape& column) {
    const auto type = types_.find(column.type);
    const bool domain = type != types_.end() && type->second.kind == 'd';
    if (column.left_out || (column.checks.empty() && !domain)) return {};
    std::string checks = column.checks;
    for (auto oid = column.type; types_.contains(oid) && types_.at(oid).kind == 'd';
         oid = types_.at(oid).element)
      checks += " " + types_.at(oid).checks;
    const auto rows_wanted = static_cast<std::uint32_t>(options_.rows);
    const auto candidates = candidate_values(types_, column.type, column.modifier, checks, rows_wanted,
                                             column.distinct ? rows_wanted : std::min(rows_wanted, k_forms));
    // Asking for the value itself makes the server look at a domain's CHECKs.
    const auto name = quote_identifier(column.name);
    const auto query =
        fmt::format("SELECT {} AND num_nonnulls({}) >= 0 FROM (SELECT $1::{} AS {}) AS s",
                    column.checks.empty() ? "true" : column.checks, name, column.type_text, name);
    const auto rows = connection_.exec(
        "SELECT v FROM unnest($2::text[]) WITH ORDINALITY u(v, i) WHERE pg_temp.dunlin_fits($1, v) ORDER BY "
        "i",
        {query, postgres::array_literal(candidates)});
    std::vector<std::string> out;
    for (int i = 0; i < rows.rows(); ++i) out.push_back(rows.string(i, 0));
    return out;
  }

  std::vector<Tuple> read_parents(const ForeignKeyShape& key) {
    std::vector<std::string> columns, present;
    for (const auto& column : key.parent_columns) {
      columns.push_back(column + "::text");
      present.push_back(column + " IS NOT NULL");
    }
    const auto rows = connection_.exec(Sql::trusted(
        fmt::format("SELECT {0} FROM {1} WHERE {2} ORDER BY {3} LIMIT {4}", join(columns, ", "),
                    key.parent_name, join(present, " AND "), join(key.parent_columns, ", "), options_.rows)));
    std::vector<Tuple> out;
    for (int i = 0; i < rows.rows(); ++i) {
      out.emplace_back();
      for (int at = 0; at < rows.columns(); ++at) out.back().push_back(rows.string(i, at));
    }
    return out;
  }

  std::string insert_all(const FillTurn& turn) {
    const auto& table = tables_[turn.table];
    const auto columns = written_columns(table);
    if (columns.empty()) {
      for (int i = 0; i < options_.rows; ++i)
        if (auto problem = attempt(fmt::format("INSERT INTO {} DEFAULT VALUES", table.name));
            !problem.empty())
          return problem;
      return "";
    }
    std::vector<std::string> rows;
    for (int i = 0; i < rows_of(table); ++i)
      rows.push_back(values_of(table, make_row(turn, static_cast<std::uint32_t>(i), 0)));
    return attempt(fmt::format("INSERT INTO {} ({}) VALUES {} ON CONFLICT DO NOTHING", table.name,
                               join(columns, ", "), join(rows, ", ")));
  }

  std::string insert_one_by_one(const FillTurn& turn, std::uint32_t round, std::string problem) {
    const auto& table = tables_[turn.table];
    const auto columns = join(written_columns(table), ", ");
    std::vector<std::string> statements;
    for (int i = 0; i < options_.rows && !columns.empty(); ++i)
      statements.push_back(
          fmt::format("INSERT INTO {} ({}) VALUES {}", table.name, columns,
                      values_of(table, make_row(turn, static_cast<std::uint32_t>(i), round))));
    const auto answers = connection_.exec("SELECT pg_temp.dunlin_try(s) FROM unnest($1::text[]) s",
                                          {postgres::array_literal(statements)});
    for (int i = 0; i < answers.rows(); ++i)
      if (!answers.is_null(i, 0)) problem = answers.string(i, 0);
    return problem;
  }

  std::string attempt(const std::string& statement) {
    return connection_.exec("SELECT pg_temp.dunlin_try($1)", {statement}).string(0, 0);
  }

  // Every partition gets one, up to a point.
  int rows_of(const TableShape& table) const {
    return std::max(options_.rows, static_cast<int>(std::min(table.partitions.size(), k_most_partitions)));
  }

  std::int64_t count(const TableShape& table) {
    return connection_.exec(Sql::trusted("SELECT count(*) FROM " + table.name)).number(0, 0);
  }

  static std::vector<std::string> written_columns(const TableShape& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns)
      if (!column.left_out) names.push_back(quote_identifier(column.name));
    return names;
  }

  static std::string values_of(const TableShape& table, const Row& row) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < row.size(); ++i)
      if (!table.columns[i].left_out) values.push_back(row[i] ? quote_literal(*row[i]) : "NULL");
    return "(" + join(values, ", ") + ")";
  }

  std::uint32_t below(std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::uint32_t>(random_() % limit);
  }

  Row make_row(const FillTurn& turn, std::uint32_t i, std::uint32_t round) {
    const auto& table = tables_[turn.table];
    Row row(table.columns.size());
    std::set<std::size_t> decided;
    for (std::size_t k = 0; k < table.foreign_keys.size(); ++k) choose_parent(turn, k, i, row, decided);
    if (!table.partitions.empty()) choose_partition(table, i, row, decided);
    for (std::size_t c = 0; c < row.size(); ++c)
      if (!decided.contains(c)) row[c] = make_value(table, c, i, round);
    return row;
  }

  // One of the parent's rows. A parent that isn't filled yet: NULL for now where that is allowed, otherwise
  // the key that its i-th row is going to have.
  void choose_parent(const FillTurn& turn, std::size_t index, std::uint32_t i, Row& row,
                     std::set<std::size_t>& decided) {
    const auto& table = tables_[turn.table];
    const auto& key = table.foreign_keys[index];
    const auto& parents = parents_[index];
    const auto n = key.columns.size() == 1 && table.columns[key.columns[0]].distinct
                       ? i
                       : below(static_cast<std::size_t>(options_.rows));
    const bool later = turn.later.contains(index);
    const bool none = key.nullable && (later || parents.empty() || chance(options_.nulls));
    for (std::size_t at = 0; at < key.columns.size(); ++at) {
      const auto column = key.columns[at];
      if (!decided.insert(column).second) continue;
      if (none && table.columns[column].nullable) continue;  // stays NULL
      if (!later && !parents.empty()) {
        row[column] = parents[n % parents.size()][at];
      } else {
        row[column] = sample_value(types_, key.parent_types[at].first, key.parent_types[at].second, i);
      }
    }
  }

  static void choose_partition(const TableShape& table, std::uint32_t i, Row& row,
                               std::set<std::size_t>& decided) {
    const auto count = static_cast<std::uint32_t>(table.partitions.size());
    for (const auto& [column, values] : table.partitions[i % count].values) {
      decided.insert(column);
      row[column] = values[(i / count) % values.size()];
    }
  }

  bool chance(double probability) { return static_cast<double>(below(10'000)) < probability * 10'000; }

  std::optional<std::string> make_value(const TableShape& table, std::size_t index, std::uint32_t i,
                                        std::uint32_t round) {
    const auto& column = table.columns[index];
    if (column.left_out) return std::nullopt;
    // A CHECK over several columns often asks that one of them is NULL.
    const double nulls = column.in_wide_check && round > 0 ? 0.5 : options_.nulls;
    if (column.nullable && chance(nulls)) return std::nullopt;
    const auto rows = static_cast<std::uint32_t>(options_.rows);
    const auto n = column.distinct ? i + round * rows : below(std::max(1U, rows / 2));
    const auto& fitting = fitting_[index];
    if (!fitting.empty()) return fitting[n % fitting.size()];
    return sample_value(types_, column.type, column.modifier, n);
  }

  // Keys that share a column, and parents that didn't get the row that was foreseen, leave rows without one.
  void drop_orphans(const FillTurn& turn) {
    const auto& table = tables_[turn.table];
    for (std::size_t k = 0; k < table.foreign_keys.size(); ++k) {
      if (turn.later.contains(k)) continue;
      drop_orphans_of(table, table.foreign_keys[k]);
    }
  }

  void drop_orphans_of(const TableShape& table, const ForeignKeyShape& key) {
    std::vector<std::string> same, present;
    for (std::size_t at = 0; at < key.columns.size(); ++at) {
      const auto name = quote_identifier(table.columns[key.columns[at]].name);
      same.push_back(fmt::format("p.{} = c.{}", key.parent_columns[at], name));
      present.push_back(fmt::format("c.{} IS NOT NULL", name));
    }
    attempt(fmt::format("DELETE FROM {} c WHERE {} AND NOT EXISTS (SELECT FROM {} p WHERE {})", table.name,
                        join(present, " AND "), key.parent_name, join(same, " AND ")));
  }

  // Every table has its rows now: half of those without a parent get one, where the cycle allows it.
  void connect_rows(const FillTurn& turn) {
    const auto& table = tables_[turn.table];
    for (const auto index : turn.later) {
      const auto& key = table.foreign_keys[index];
      if (key.nullable) attempt(connecting_update(table, key));
      drop_orphans_of(table, key);
    }
  }

  static std::string connecting_update(const TableShape& table, const ForeignKeyShape& key) {
    std::vector<std::string> sets;
    for (std::size_t at = 0; at < key.columns.size(); ++at)
      sets.push_back(fmt::format("{} = p.{}", quote_identifier(table.columns[key.columns[at]].name),
                                 key.parent_columns[at]));
    return fmt::format(
        "UPDATE {0} c SET {1} FROM (SELECT {2}, row_number() OVER (ORDER BY {2}) AS k FROM {3}) p, "
        "(SELECT tableoid AS t, ctid AS at, row_number() OVER (ORDER BY tableoid, ctid) AS k FROM {0}) r "
        "WHERE r.t = c.tableoid AND r.at = c.ctid AND r.k % 2 = 0 AND p.k = r.k / 2",
        table.name, join(sets, ", "), join(key.parent_columns, ", "), key.parent_name);
  }

  Connection& connection_;
  const SampleOptions& options_;
  std::mt19937 random_;
  Types types_;
  std::vector<TableShape> tables_;
  std::vector<std::vector<std::string>> fitting_;  ///< of the table that is being filled, by column
  std::vector<std::vector<Tuple>> parents_;        ///< of the same, by foreign key
  std::vector<std::string> unfilled_;
};

}  // namespace

std::vector<std::string> fill_tables(Connection& connection, const SampleOptions& options) {
  return Filler(connection, options).fill();
}

}  // namespace dunlin::rehearse
