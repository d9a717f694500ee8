#pragma once

#include <optional>
#include <string>

#include "postgres/Connection.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/RowSum.hpp"

namespace dunlin::transfer {

/// A table of the target: where the rows of a TableMapping are.
struct TargetRows {
  const TableMapping& mapping;
  std::string schema;
};

/// Which rows are read back.
struct ReadScope {
  std::optional<std::int64_t> low, high;          ///< of the key, where the target stores the rowid
  std::optional<std::int64_t> first_page, pages;  ///< of the table's file (PostgreSQL 14: TID range scans)
};

/// COPY (SELECT columns FROM table WHERE scope) TO STDOUT (FORMAT binary).
std::string read_back_statement(const TargetRows& table, const ReadScope& scope);

/// Reads rows back and sums them up.
RowSum read_back(postgres::Connection& connection, const TargetRows& table, const ReadScope& scope);

/// How many pages a table has; of a partitioned table its largest partition, as a scope of pages holds for
/// each of them. 0 for one whose rows are on other servers.
std::int64_t page_count(postgres::Connection& connection, const TargetRows& table);

/// The column of the target that holds the rowid; "" for none.
std::string stored_rowid(const TableMapping& table);

}  // namespace dunlin::transfer
