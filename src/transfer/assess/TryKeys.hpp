#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Database.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/TargetSchema.hpp"

namespace dunlin::transfer {

/// The temporary table that a table's rows go through, some at a time, and its column for the row's number.
inline constexpr const char* k_trial_table = "pg_temp.dunlin_trial";
inline constexpr const char* k_trial_row = "dunlin row";

/// A key or unique index whose values may be equal in PostgreSQL though they differ in SQLite: by an
/// expression, a conversion, or letters that are folded otherwise.
struct TriedKey {
  std::string object;   ///< "index NAME" for one that can be left out; "" for what can't
  std::string columns;  ///< as people read them
  std::vector<std::string> terms;
  std::string where;
  std::string values;  ///< name of the temporary table with all its values
  bool folds = false;  ///< one of its columns folds letters
  std::string failure;
  std::int64_t count = 0;  ///< of rows that are the same as an earlier one
  struct Pair {
    std::int64_t one = 0, other = 0;  ///< numbers of rows
  };
  std::vector<Pair> pairs;
  std::vector<std::string> keys;  ///< of the first of them: "id=1 and id=60000"
};

/// What of a table has to be tried.
std::vector<TriedKey> keys_to_try(const PromisedTable& table);

/// Adds the values of the rows that are in k_trial_table. They stay on the server, so nothing of ours grows
/// with the table.
void collect_values(postgres::Connection& connection, TriedKey& key);

/// Has the server compare all values, by the equality that the index will have; it sorts or hashes on its
/// disk.
void find_doubles(postgres::Connection& connection, TriedKey& key);

/// Names the rows: their numbers are those of select_chunk() on the whole table.
void name_rows(sqlite::Database& snapshot, const TableMapping& table, std::vector<TriedKey>& keys);

Problem problem_of(const TableMapping& table, const TriedKey& key);

}  // namespace dunlin::transfer
