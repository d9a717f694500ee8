#pragma once

#include "transfer/schema/TableContext.hpp"

namespace dunlin::transfer {

/// Columns in their order: types, NOT NULL, defaults, identity, generated ones, those that options add.
void decide_columns(const TableContext& context);

/// CREATE INDEX: their own names, before any name is made up.
void decide_indexes(const TableContext& context);

/// Primary key and UNIQUE constraints, of columns only; what SQLite compares by NOCASE or RTRIM becomes a
/// unique index.
void decide_keys(const TableContext& context);

/// Partitions with their names, and how the table is distributed.
void decide_placement(const TableContext& context);

/// PostgreSQL looks for equal keys in one partition, and on one server, only: unique keys have to contain the
/// columns by which rows are placed. Widens those that don't, where that was asked for; else refuses.
void fit_keys(const TableContext& context);

/// The columns that every unique key of the table has to contain.
std::vector<std::string> placing_columns(const PromisedTable& table);

/// Why a foreign key can't be between tables that are placed as these are; "" when it can.
struct Conflict {
  std::string why, hint;
};
Conflict placement_conflict(const TargetSchema& target, const PromisedTable& child,
                            const PromisedTable& parent, const PromisedForeignKey& key);

void decide_checks(const TableContext& context);

/// Foreign keys. All tables of `target` have their keys by now; a parent whose columns are unique by a
/// collation only gets the plain constraint that PostgreSQL asks for.
void decide_foreign_keys(const TableContext& context, TargetSchema& target);

}  // namespace dunlin::transfer
