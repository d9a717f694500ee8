#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sql/BatchedStatement.hpp"

namespace dunlin::migrate {

/// A table as a statement in batches walks over it.
struct BatchTable {
  std::string oid;
  std::string name;                 ///< quoted, with its schema; with ONLY where the statement has it
  std::vector<sql::KeyColumn> key;  ///< with the types that bounds are cast to
};

/// Looks the directive's table up and checks that its key can be walked: the statement's own table, a table
/// without children that its index doesn't reach, columns whose values are read back as they were, a unique
/// B-tree index over just these columns in this order. Throws a refused Error that says what is missing.
BatchTable look_up_batch_table(postgres::Connection& connection, const sql::BatchDirective& batch,
                               const sql::BatchedStatement& statement);

/// Refuses a key that some row has no value for: such a row would be in no batch.
void require_whole_keys(postgres::Connection& connection, const BatchTable& table);

/// The largest key; nothing when the table is empty. Values are in the JSON spelling, which doesn't depend on
/// the session's DateStyle.
std::optional<std::vector<std::string>> largest_key(postgres::Connection& connection,
                                                    const BatchTable& table);

/// How many rows the planner expects in the table.
std::int64_t estimate_rows(postgres::Connection& connection, const BatchTable& table);

/// SQL that gives the key of the row with which a batch ends: no row when fewer are left. Its parameters are
/// those of sql::key_range and, behind them, how many rows of the range come before that one.
std::string batch_end_query(const BatchTable& table, bool lower);

}  // namespace dunlin::migrate
