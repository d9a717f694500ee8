#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::transfer {

/// A foreign key of the target, with quoted names.
struct TargetForeignKey {
  std::string name;
  std::string child, parent;
  std::vector<std::string> child_columns, parent_columns;
  std::string definition;  ///< as pg_get_constraintdef has it
  friend bool operator==(const TargetForeignKey&, const TargetForeignKey&) = default;
};

/// The foreign keys from or to these tables (names as in FollowedTable::name).
std::vector<TargetForeignKey> read_foreign_keys(postgres::Connection& connection,
                                                const std::vector<std::string>& tables);

/// Rows of `rows` (a table with the child's columns) that have no parent: their number.
std::int64_t count_orphans(postgres::Connection& connection, const TargetForeignKey& key,
                           const std::string& rows);

/// Children of parents that `gone` (a table with the parent's columns) had and the parent has no longer.
std::int64_t count_orphaned(postgres::Connection& connection, const TargetForeignKey& key,
                            const std::string& gone);

void drop_foreign_key(postgres::Connection& connection, const TargetForeignKey& key);
/// Adds it as it was; PostgreSQL checks every row, unless it was NOT VALID.
void restore_foreign_key(postgres::Connection& connection, const TargetForeignKey& key);

}  // namespace dunlin::transfer
