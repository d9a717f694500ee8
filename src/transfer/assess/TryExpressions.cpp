#include "transfer/assess/TryExpressions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "postgres/Transaction.hpp"
#include "sql/command/Identifier.hpp"
#include "sqlite/Database.hpp"
#include "transfer/RowDecoder.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/load/Chunks.hpp"
#include "transfer/load/Rejects.hpp"
#include "transfer/verify/ComputedColumns.hpp"
#include "transfer/verify/RowImage.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_rows_at_once = 20'000;
constexpr std::size_t k_bytes_at_once = 16 << 20;
constexpr std::size_t k_most_keys = 20;
constexpr const char* k_table = "pg_temp.dunlin_trial";
constexpr const char* k_number = "dunlin row";  // of a row; no column of the target, see make_table()

// Something that was translated, and what is known of it so far.
struct Tried {
  std::string object;                     // as Mapping's left_out has it
  std::string ddl;                        // that makes it in the temporary table
  std::optional<ColumnMapping> computed;  // of a generated column: what it is compared with
  std::string failure;                    // why it can't be made
  std::string example;                    // of a value that differs
  std::int64_t count = 0;
  std::vector<std::string> keys;
  bool refuted() const { return count > 0 || !failure.empty(); }
};

// A call or a cast: plain comparisons and arithmetic mean the same in both.
bool calls_something(const std::string& sql) {
  if (sql.find("::") != std::string::npos) return true;
  for (std::size_t i = 1; i < sql.size(); ++i) {
    const char before = sql[i - 1];
    const bool word = (before >= 'a' && before <= 'z') || (before >= '0' && before <= '9') || before == '_';
    if (sql[i] == '(' && word) return true;
  }
  return false;
}

bool is_expression_index(const PromisedIndex& index) {
  return std::any_of(index.terms.begin(), index.terms.end(),
                     [](const std::string& term) { return term.starts_with("("); }) ||
         calls_something(index.where);
}

std::string column_type(const PromisedColumn& column) {
  return column.type + (column.collation.empty() ? "" : " COLLATE " + quote_identifier(column.collation));
}

std::vector<Tried> what_to_try(const sqlite::Table& source, const PromisedTable& table) {
  std::vector<Tried> out;
  const std::string alter = std::string("ALTER TABLE ") + k_table + " ADD ";
  for (const auto& column : table.columns) {
    if (column.generated_sql.empty()) continue;
    const auto made = std::find_if(source.columns.begin(), source.columns.end(),
                                   [&](const auto& candidate) { return candidate.name == column.source; });
    out.push_back({.object = column.source,
                   .ddl = alter + quote_identifier(column.name) + " " + column_type(column) +
                          " GENERATED ALWAYS AS (" + column.generated_sql + ") STORED",
                   .computed = computed_mapping(*made, column)});
  }
  for (const auto& check : table.checks)
    if (calls_something(check.sql))
      out.push_back({.object = check.source, .ddl = alter + "CHECK (" + check.sql + ")"});
  for (const auto& index : table.indexes) {
    if (index.source.empty() || !is_expression_index(index)) continue;
    out.push_back(
        {.object = index.source,
         .ddl = fmt::format("CREATE {}INDEX ON {} ({}){}", index.unique ? "UNIQUE " : "", k_table,
                            join(index.terms, ", "), index.where.empty() ? "" : " WHERE " + index.where)});
  }
  return out;
}

// Stored columns that are named in what is tried or tell rows apart; then the generated ones.
TableMapping needed_columns(const TableMapping& table, const std::vector<Tried>& tried) {
  TableMapping out = table;
  std::erase_if(out.columns, [&](const ColumnMapping& column) {
    const bool is_key = std::find(table.key.begin(), table.key.end(), column.source) != table.key.end();
    const std::string name = sql::readable_identifier(column.target);
    return !is_key && std::none_of(tried.begin(), tried.end(),
                                   [&](const Tried& one) { return one.ddl.find(name) != std::string::npos; });
  });
  for (const auto& one : tried)
    if (one.computed) out.columns.push_back(*one.computed);
  return out;
}

// One table's trial: rows are collected, sent, computed from and compared, some at a time.
class Trial {
 public:
  Trial(postgres::Connection& connection, const TableMapping& table, const PromisedTable& promised,
        std::vector<Tried> tried)
      : connection_(connection),
        tried_(std::move(tried)),
        table_(needed_columns(table, tried_)),
        sent_(sent_columns(table_)),
        encoder_(sent_) {
    for (const auto& one : tried_) {
      if (!one.computed) continue;
      TableMapping alone;
      alone.columns = {*one.computed};
      computed_.push_back(std::move(alone));
    }
    for (const auto& one : computed_) computed_encoders_.emplace_back(one);
    expected_.resize(computed_.size());
    make_table(promised);
  }

  std::vector<Tried> run(sqlite::Database& snapshot) {
    auto query = snapshot.prepare(select_chunk(table_, {.table = table_.source}));
    std::vector<sqlite::Value> row(static_cast<std::size_t>(query.columns()));
    begin_batch();
    while (query.step()) {
      query.read(row);
      add(row);
      if (keys_.size() >= k_rows_at_once || bytes_.size() >= k_bytes_at_once) end_batch();
    }
    end_batch();
    return std::move(tried_);
  }

 private:
  // The stored columns, and the number of the row.
  static TableMapping sent_columns(const TableMapping& table) {
    TableMapping out = table;
    std::erase_if(out.columns, [](const ColumnMapping& column) { return column.computed; });
    ColumnMapping number;
    number.source = number.target = k_number;
    number.type = "bigint";
    number.conversion = Conversion::bigint;
    out.columns.push_back(std::move(number));
    return out;
  }

  void make_table(const PromisedTable& promised) {
    std::vector<std::string> columns;
    for (const auto& column : sent_.columns) {
      const auto found = std::find_if(promised.columns.begin(), promised.columns.end(),
                                      [&](const auto& candidate) { return candidate.name == column.target; });
      columns.push_back(quote_identifier(column.target) + " " +
                        (found != promised.columns.end() ? column_type(*found) : column.type));
    }
    exec(fmt::format("CREATE TABLE {} ({})", k_table, join(columns, ", ")));
  }

  postgres::Result exec(const std::string& sql) { return connection_.exec(postgres::Sql::trusted(sql)); }

  void begin_batch() {
    bytes_.assign(copy_header());
    keys_.clear();
    for (auto& images : expected_) images.clear();
  }

  // A row that won't be stored isn't tried.
  void add(SourceRow row) {
    const std::size_t stored = sent_.columns.size() - 1;
    values_.assign(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(stored));
    values_.push_back(sqlite::Value::of(static_cast<std::int64_t>(keys_.size())));
    if (!encoder_.encode(values_, bytes_)) return;
    keys_.push_back(key_of(table_, row));
    for (std::size_t i = 0; i < computed_.size(); ++i) {
      std::string& image = expected_[i].emplace_back();
      const auto value = row.subspan(stored + i, 1);
      if (computed_encoders_[i].encode(value, image)) continue;
      image = fmt::format("{} ({})", shown_value(value[0]), computed_encoders_[i].misfits().front().reason);
    }
  }

  void end_batch() {
    bytes_.append(copy_trailer());
    connection_.copy_in(postgres::Sql::trusted(fmt::format("COPY {} FROM STDIN (FORMAT binary)", k_table)),
                        bytes_);
    std::size_t computed = 0;
    for (auto& one : tried_) {
      const std::size_t place = one.computed ? computed++ : 0;
      if (one.failure.empty()) try_one(one, place);
    }
    exec(fmt::format("TRUNCATE {}", k_table));
    begin_batch();
  }

  void try_one(Tried& one, std::size_t place) {
    exec("SAVEPOINT dunlin_trial");
    try {
      exec(one.ddl);
      if (one.computed) compare(one, place);
    } catch (const postgres::SqlError& error) {
      if (error.is_connection_loss()) throw;
      one.failure = error.message();
    }
    exec("ROLLBACK TO SAVEPOINT dunlin_trial");
  }

  void compare(Tried& one, std::size_t place) {
    postgres::BinaryRows rows(
        connection_, postgres::Sql::trusted(fmt::format(
                         "COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT (FORMAT binary)",
                         quote_identifier(one.computed->target), k_table, quote_identifier(k_number))));
    SumImage sum(computed_[place]);
    for (std::size_t i = 0; const auto row = rows.next(); ++i) {
      const std::string& expected = expected_[place][i];
      const bool fits = expected.starts_with(std::string_view("\0\1", 2));
      if (fits && std::string(sum.of(expected)) == sum.of(*row)) continue;
      if (one.keys.size() < k_most_keys) one.keys.push_back(keys_[i]);
      if (one.count++ == 0)
        one.example =
            fmt::format("{} instead of {}", shown(place, *row), fits ? shown(place, expected) : expected);
    }
  }

  std::string shown(std::size_t place, std::string_view image) const {
    RowDecoder decoder(computed_[place]);
    return shown_value(decoder.decode(image)[0]);
  }

  postgres::Connection& connection_;
  std::vector<Tried> tried_;
  const TableMapping table_;  // what is read: stored columns, generated ones, perhaps the rowid
  const TableMapping sent_;
  RowEncoder encoder_;
  std::vector<TableMapping> computed_;  // each generated column as a table of its own
  std::vector<RowEncoder> computed_encoders_;
  std::vector<std::vector<std::string>> expected_;  // of each, row by row: its image, or why there is none
  std::string bytes_;
  std::vector<std::string> keys_;
  std::vector<sqlite::Value> values_;
};

Problem problem_of(const sqlite::Table& source, const Tried& tried) {
  Problem out{.weight = Weight::changed, .count = tried.count, .keys = tried.keys};
  const std::string why = "tried with the rows there are, PostgreSQL says: " + tried.failure;
  if (tried.computed) {
    out.rule = "generated-column-left-out";
    out.object = source.name + "." + tried.object;
    out.message = "the generated column isn't in the target: ";
    out.message += tried.failure.empty() ? fmt::format("PostgreSQL would compute {} other {}, the first {}",
                                                       with_thousands(tried.count),
                                                       tried.count == 1 ? "value" : "values", tried.example)
                                         : why;
    out.hint = "add it to the migration by hand, or compute it in the application's queries";
  } else if (tried.object.starts_with("CHECK")) {
    out.rule = "check-not-translated";
    out.object = source.name + " " + tried.object;
    out.message = "the CHECK isn't in the target: " + why;
    out.hint = "write it in the migration by hand";
  } else {
    out.rule = "index-not-translated";
    out.object = tried.object;
    out.message = "the index isn't in the target: " + why;
    out.hint = "write the index in the migration by hand";
  }
  return out;
}

void make_enums(postgres::Connection& connection, const TargetSchema& target) {
  for (const auto& type : target.enums) {
    std::vector<std::string> labels;
    for (const auto& label : type.labels) labels.push_back(quote_literal(label));
    connection.exec(postgres::Sql::trusted(
        fmt::format("CREATE TYPE pg_temp.{} AS ENUM ({})", quote_identifier(type.name), join(labels, ", "))));
  }
}

std::vector<Problem> try_table(postgres::Connection& connection, sqlite::Database& snapshot,
                               const sqlite::Table& source, const TargetSchema& target,
                               const PromisedTable& promised, TableMapping& table) {
  auto tried = what_to_try(source, promised);
  if (tried.empty()) return {};
  const postgres::Transaction never_committed(connection);
  try {
    make_enums(connection, target);
    tried = Trial(connection, table, promised, std::move(tried)).run(snapshot);
  } catch (const postgres::SqlError& error) {
    if (error.is_connection_loss()) throw;
    return {{.rule = "expressions-not-tried",
             .weight = Weight::note,
             .object = source.name,
             .message = "what PostgreSQL makes of its generated columns, CHECKs and indexes is known after "
                        "the load only: " +
                        error.message()}};
  }
  std::vector<Problem> problems;
  for (const auto& one : tried) {
    if (!one.refuted()) continue;
    table.left_out.push_back(one.object);
    problems.push_back(problem_of(source, one));
  }
  return problems;
}

}  // namespace

std::vector<Problem> try_expressions(postgres::Connection& connection, const std::string& snapshot,
                                     const sqlite::Schema& schema, const TargetSchema& target,
                                     Mapping& mapping) {
  std::vector<Problem> out;
  auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
  for (auto& table : mapping.tables) {
    const sqlite::Table* source = schema.find(table.source);
    const PromisedTable* promised = target.find(table.source);
    if (source == nullptr || promised == nullptr) continue;
    for (auto& problem : try_table(connection, database, *source, target, *promised, table))
      out.push_back(std::move(problem));
  }
  return out;
}

}  // namespace dunlin::transfer
