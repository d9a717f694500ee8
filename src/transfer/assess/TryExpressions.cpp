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
#include "transfer/assess/TryKeys.hpp"
#include "transfer/load/Chunks.hpp"
#include "transfer/load/Rejects.hpp"
#include "transfer/schema/Scripts.hpp"
#include "transfer/verify/ComputedColumns.hpp"
#include "transfer/verify/RowImage.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_rows_at_once = 20'000;
constexpr std::size_t k_bytes_at_once = 16 << 20;
constexpr std::size_t k_most_keys = 20;

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

// Letters that are folded may make another answer of a plain comparison.
bool compares_folded(const PromisedTable& table, const std::string& sql) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const PromisedColumn& column) {
    return column.folding != Folding::none &&
           sql.find(sql::readable_identifier(column.name)) != std::string::npos;
  });
}

// Values that a policy changed, or that are spelled anew, may answer a plain comparison in another way.
bool compares_changed(const TableMapping& mapping, const std::string& sql) {
  return std::any_of(mapping.columns.begin(), mapping.columns.end(), [&](const ColumnMapping& column) {
    return !column.reversible && sql.find(sql::readable_identifier(column.target)) != std::string::npos;
  });
}

// SQLite compares the texts of a UTF-16 file by bytes that PostgreSQL doesn't have.
bool may_differ(const sqlite::Schema& schema, const TableMapping& mapping, const PromisedTable& table,
                const std::string& sql) {
  return schema.encoding.starts_with("UTF-16") || calls_something(sql) || compares_folded(table, sql) ||
         compares_changed(mapping, sql);
}

std::vector<Tried> what_to_try(const sqlite::Schema& schema, const sqlite::Table& source,
                               const TableMapping& mapping, const PromisedTable& table) {
  std::vector<Tried> out;
  const std::string alter = std::string("ALTER TABLE ") + k_trial_table + " ADD ";
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
    if (may_differ(schema, mapping, table, check.sql))
      out.push_back({.object = check.source, .ddl = alter + "CHECK (" + check.sql + ")"});
  for (const auto& index : table.indexes) {
    if (index.source.empty() || !is_expression_index(index)) continue;
    out.push_back({.object = index.source,
                   .ddl = fmt::format("CREATE INDEX ON {} ({}){}", k_trial_table, join(index.terms, ", "),
                                      index.where.empty() ? "" : " WHERE " + index.where)});
  }
  return out;
}

// Stored columns that are named in what is tried or tell rows apart; then the generated ones.
TableMapping needed_columns(const TableMapping& table, const std::vector<Tried>& tried,
                            const std::vector<TriedKey>& keys) {
  TableMapping out = table;
  std::string texts;
  for (const auto& one : tried) texts += one.ddl + "\n";
  for (const auto& key : keys) texts += join(key.terms, "\n") + "\n" + key.where + "\n";
  std::erase_if(out.columns, [&](const ColumnMapping& column) {
    const bool is_key = std::find(table.key.begin(), table.key.end(), column.source) != table.key.end();
    // A row that this column keeps from being stored isn't tried.
    if (column.misfit == model::MisfitPolicy::reject && !column.reversible) return false;
    const std::string name = sql::readable_identifier(column.target);
    return !is_key && texts.find(name) == std::string::npos;
  });
  for (const auto& one : tried)
    if (one.computed) out.columns.push_back(*one.computed);
  return out;
}

// One table's trial: rows are collected, sent, computed from and compared, some at a time.
class Trial {
 public:
  Trial(postgres::Connection& connection, const TableMapping& table, const PromisedTable& promised,
        std::vector<Tried>& tried, std::vector<TriedKey>& unique)
      : connection_(connection),
        tried_(tried),
        unique_(unique),
        table_(needed_columns(table, tried_, unique_)),
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
    describe_table(promised);
  }

  void run(sqlite::Database& snapshot) {
    auto query = snapshot.prepare(select_chunk(table_, {.table = table_.source}));
    std::vector<sqlite::Value> row(static_cast<std::size_t>(query.columns()));
    begin_batch();
    while (query.step()) {
      query.read(row);
      add(row);
      if (keys_.size() >= k_rows_at_once || bytes_.size() >= k_bytes_at_once) end_batch();
    }
    end_batch();
    for (auto& key : unique_) find_doubles(connection_, key);
    name_rows(snapshot, table_, unique_);
  }

 private:
  // The stored columns, and the number of the row.
  static TableMapping sent_columns(const TableMapping& table) {
    TableMapping out = table;
    std::erase_if(out.columns, [](const ColumnMapping& column) { return column.computed; });
    ColumnMapping number;
    number.source = number.target = k_trial_row;
    number.type = "bigint";
    number.conversion = Conversion::bigint;
    out.columns.push_back(std::move(number));
    return out;
  }

  void describe_table(const PromisedTable& promised) {
    std::vector<std::string> columns;
    for (const auto& column : sent_.columns) {
      const auto found = std::find_if(promised.columns.begin(), promised.columns.end(),
                                      [&](const auto& candidate) { return candidate.name == column.target; });
      columns.push_back(quote_identifier(column.target) + " " +
                        (found != promised.columns.end() ? column_type(*found) : column.type));
    }
    create_ = fmt::format("CREATE TABLE {} ({})", k_trial_table, join(columns, ", "));
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
    values_.push_back(sqlite::Value::of(read_++));
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
    exec(create_);
    connection_.copy_in(
        postgres::Sql::trusted(fmt::format("COPY {} FROM STDIN (FORMAT binary)", k_trial_table)), bytes_);
    std::size_t computed = 0;
    for (auto& one : tried_) {
      const std::size_t place = one.computed ? computed++ : 0;
      if (one.failure.empty()) try_one(one, place);
    }
    for (auto& key : unique_) collect_values(connection_, key);
    exec(fmt::format("DROP TABLE {}", k_trial_table));
    begin_batch();
  }

  void try_one(Tried& one, std::size_t place) {
    exec("SAVEPOINT dunlin_trial");
    try {
      exec(one.ddl);
      if (one.computed) compare(one, place);
    } catch (const postgres::SqlError& error) {
      if (error.is_of_the_server()) throw;
      one.failure = error.message();
    }
    // A column that PostgreSQL computes stays for what names it.
    if (!one.computed || !one.failure.empty()) exec("ROLLBACK TO SAVEPOINT dunlin_trial");
    exec("RELEASE SAVEPOINT dunlin_trial");
  }

  void compare(Tried& one, std::size_t place) {
    postgres::BinaryRows rows(
        connection_,
        postgres::Sql::trusted(fmt::format("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT (FORMAT binary)",
                                           quote_identifier(one.computed->target), k_trial_table,
                                           quote_identifier(k_trial_row))));
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
  std::vector<Tried>& tried_;
  std::vector<TriedKey>& unique_;
  std::int64_t read_ = 0;
  std::string create_;
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

// What the types of the columns need, as the first migration makes it, in this transaction only.
void make_folding(postgres::Connection& connection, const TargetSchema& target) {
  // Each session has its own: two trials on one database don't wait for each other.
  const std::string schema = fmt::format("dunlin_trial_{}", connection.facts().backend_pid);
  const auto exec = [&](const std::string& sql) { connection.exec(postgres::Sql::trusted(sql)); };
  for (const auto& extension : target.extensions) {
    exec(create_extension(extension));
    connection.exec(
        "SELECT pg_catalog.set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), "
        "''), "
        "quote_ident(n.nspname)), true) FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON "
        "n.oid = "
        "e.extnamespace WHERE e.extname = $1",
        {extension});
  }
  if (!target.folding_collation) return;
  exec(fmt::format("CREATE SCHEMA {}", schema));
  exec(create_folding_collation(schema));
  connection.exec(
      "SELECT pg_catalog.set_config('search_path', concat_ws(', ', $1::text, "
      "nullif(current_setting('search_path'), '')), true)",
      {schema});
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
                               const sqlite::Schema& schema, const sqlite::Table& source,
                               const TargetSchema& target, const PromisedTable& promised,
                               TableMapping& table) {
  auto tried = what_to_try(schema, source, table, promised);
  auto unique = keys_to_try(promised);
  if (tried.empty() && unique.empty()) return {};
  const postgres::Transaction never_committed(connection);
  try {
    make_folding(connection, target);
    make_enums(connection, target);
    Trial(connection, table, promised, tried, unique).run(snapshot);
  } catch (const postgres::SqlError& error) {
    if (error.ends_the_work()) throw;
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
  const auto is_out = [&](const std::string& object) {
    return std::find(table.left_out.begin(), table.left_out.end(), object) != table.left_out.end();
  };
  for (const auto& key : unique) {
    if ((key.count == 0 && key.failure.empty()) || is_out(key.object)) continue;
    if (!key.object.empty()) table.left_out.push_back(key.object);
    problems.push_back(problem_of(table, key));
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
    for (auto& problem : try_table(connection, database, schema, *source, target, *promised, table))
      out.push_back(std::move(problem));
  }
  return out;
}

}  // namespace dunlin::transfer
