#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sql/BatchDirective.hpp"
#include "sql/IndexStatement.hpp"

namespace dunlin::sql {

/// An UPDATE or DELETE, as far as has to be known to let it run over a part of its table.
struct BatchedStatement {
  QualifiedName table;
  bool only = false;                  ///< ONLY: without the tables that inherit from it
  std::string alias;                  ///< the name by which its columns are called in the statement
  std::vector<std::string> assigned;  ///< columns that an UPDATE sets
  std::size_t where = 0;              ///< offset behind the word WHERE; 0 when there is none

  friend bool operator==(const BatchedStatement&, const BatchedStatement&) = default;
};

/// Reads one UPDATE or DELETE. Throws a usage Error for every other statement, and for what can't run range
/// by range: WITH, RETURNING, WHERE CURRENT OF.
BatchedStatement read_batched_statement(std::string_view statement);

/// Throws a usage Error when the directive names another table than the statement, or when the statement
/// changes a column of the key: rows would move between batches.
void require_batchable(const BatchDirective& batch, const BatchedStatement& statement);

/// A column of the key with the type that its bounds are cast to.
struct KeyColumn {
  std::string name;
  std::string type;
  friend bool operator==(const KeyColumn&, const KeyColumn&) = default;
};

/// SQL that is true for rows of `alias` ("" for none) whose key is above the bound of parameters $1, $2, ...
/// (only with `lower`) and not above the bound of the next ones.
std::string key_range(std::string_view alias, const std::vector<KeyColumn>& key, bool lower);

/// The statement with `condition` added to its WHERE. Characters keep their positions wherever a blank
/// follows the word WHERE.
std::string with_condition(std::string_view text, const BatchedStatement& statement,
                           std::string_view condition);

}  // namespace dunlin::sql
