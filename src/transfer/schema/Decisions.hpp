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

void decide_checks(const TableContext& context);

/// Foreign keys. All tables of `target` have their keys by now; a parent whose columns are unique by a
/// collation only gets the plain constraint that PostgreSQL asks for.
void decide_foreign_keys(const TableContext& context, TargetSchema& target);

}  // namespace dunlin::transfer
