#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// A column as CREATE TABLE has it. `type`, `default_sql` and `generated_sql` are SQL of PostgreSQL.
struct PromisedColumn {
  std::string source;  ///< its name in SQLite; "" for one that the options of the transfer add
  std::string name;
  std::string type;
  std::string collation;  ///< quoted name; "" for the type's own
  bool not_null = false;
  bool identity = false;
  std::string default_sql;
  std::string generated_sql;
  Folding folding = Folding::none;
  friend bool operator==(const PromisedColumn&, const PromisedColumn&) = default;
};

/// A primary key or UNIQUE constraint.
struct PromisedKey {
  std::string name;
  std::vector<std::string> columns;
  bool proven = false;  ///< that the source's rows are unique says it: no row has to be tried
  friend bool operator==(const PromisedKey&, const PromisedKey&) = default;
};

struct PromisedCheck {
  std::string source;  ///< "CHECK (...)" in SQLite's words
  std::string name;
  std::string sql;
  friend bool operator==(const PromisedCheck&, const PromisedCheck&) = default;
};

struct PromisedIndex {
  std::string source;  ///< "index NAME" of SQLite; "" for a UNIQUE constraint's
  std::string name;
  bool unique = false;
  std::vector<std::string> terms;  ///< SQL: names in quotes where needed, expressions, DESC
  std::string where;
  bool proven = false;  ///< as with keys
  friend bool operator==(const PromisedIndex&, const PromisedIndex&) = default;
};

struct PromisedForeignKey {
  std::string name;
  std::vector<std::string> columns;
  std::string parent;
  std::vector<std::string> parent_columns;
  std::string on_update, on_delete;  ///< as SQLite spells them
  bool initially_deferred = false;
  bool validated = true;
  friend bool operator==(const PromisedForeignKey&, const PromisedForeignKey&) = default;
};

/// What follows PARTITION OF of one partition: "FOR VALUES ..." or "DEFAULT".
struct PromisedPartition {
  std::string name;
  std::string bound;
  friend bool operator==(const PromisedPartition&, const PromisedPartition&) = default;
};

struct PromisedPartitions {
  Partitioning::By by = Partitioning::By::hash;
  std::vector<std::string> columns;
  std::vector<PromisedPartition> parts;
  friend bool operator==(const PromisedPartitions&, const PromisedPartitions&) = default;
};

struct PromisedDistribution {
  std::string column;         ///< "": a reference table
  std::string colocate_with;  ///< a table's name, "none" or ""
  friend bool operator==(const PromisedDistribution&, const PromisedDistribution&) = default;
};

struct PromisedTable {
  std::string source;
  std::string name;
  std::vector<PromisedColumn> columns;
  std::optional<PromisedKey> primary_key;
  std::vector<PromisedKey> uniques;
  std::vector<PromisedCheck> checks;
  std::vector<PromisedIndex> indexes;
  std::vector<PromisedForeignKey> foreign_keys;
  std::optional<PromisedPartitions> partitions;
  std::optional<PromisedDistribution> distribution;
  std::string identity;       ///< name of the identity column; "" for none
  std::int64_t sequence = 0;  ///< what SQLite has counted to (AUTOINCREMENT), beside max(identity)
  friend bool operator==(const PromisedTable&, const PromisedTable&) = default;
};

struct PromisedEnum {
  std::string name;
  std::vector<std::string> labels;
  friend bool operator==(const PromisedEnum&, const PromisedEnum&) = default;
};

/// Everything that the schema in PostgreSQL is to be, as a value: the scripts are written from it, and
/// `verify` holds the catalog against it.
struct TargetSchema {
  std::vector<std::string> extensions;  ///< that types come from: "citext"
  bool folding_collation = false;       ///< k_folding_collation has to be made
  std::vector<PromisedEnum> enums;
  std::vector<PromisedTable> tables;
  std::vector<Problem> problems;  ///< what of the source isn't in here, or changed, and why
  const PromisedTable* find(const std::string& source) const;
  friend bool operator==(const TargetSchema&, const TargetSchema&) = default;
};

/// Decides on tables, keys and constraints. Pure.
TargetSchema make_target(const sqlite::Schema& schema, const Mapping& mapping,
                         const model::TransferConfig& config);

/// Notes in the mapping's `left_out` which generated columns have no counterpart.
void mark_missing_columns(const sqlite::Schema& schema, const TargetSchema& target, Mapping& mapping);

}  // namespace dunlin::transfer
