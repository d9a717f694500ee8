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
struct TargetColumn {
  std::string source;  ///< its name in SQLite; "" for one that the options of the transfer add
  std::string name;
  std::string type;
  std::string collation;  ///< quoted name; "" for the type's own
  bool not_null = false;
  bool identity = false;
  std::string default_sql;
  std::string generated_sql;
  friend bool operator==(const TargetColumn&, const TargetColumn&) = default;
};

/// A primary key or UNIQUE constraint.
struct TargetKey {
  std::string name;
  std::vector<std::string> columns;
  friend bool operator==(const TargetKey&, const TargetKey&) = default;
};

struct TargetCheck {
  std::string name;
  std::string sql;
  friend bool operator==(const TargetCheck&, const TargetCheck&) = default;
};

struct TargetIndex {
  std::string name;
  bool unique = false;
  std::vector<std::string> terms;  ///< SQL: names in quotes where needed, expressions, DESC
  std::string where;
  friend bool operator==(const TargetIndex&, const TargetIndex&) = default;
};

struct TargetForeignKey {
  std::string name;
  std::vector<std::string> columns;
  std::string parent;
  std::vector<std::string> parent_columns;
  std::string on_update, on_delete;  ///< as SQLite spells them
  bool initially_deferred = false;
  bool validated = true;
  friend bool operator==(const TargetForeignKey&, const TargetForeignKey&) = default;
};

struct TargetTable {
  std::string source;
  std::string name;
  std::vector<TargetColumn> columns;
  std::optional<TargetKey> primary_key;
  std::vector<TargetKey> uniques;
  std::vector<TargetCheck> checks;
  std::vector<TargetIndex> indexes;
  std::vector<TargetForeignKey> foreign_keys;
  std::string identity;       ///< name of the identity column; "" for none
  std::int64_t sequence = 0;  ///< what SQLite has counted to (AUTOINCREMENT), beside max(identity)
  friend bool operator==(const TargetTable&, const TargetTable&) = default;
};

struct TargetEnum {
  std::string name;
  std::vector<std::string> labels;
  friend bool operator==(const TargetEnum&, const TargetEnum&) = default;
};

/// Everything that the schema in PostgreSQL is to be, as a value: the scripts are written from it, and
/// `verify` holds the catalog against it.
struct TargetSchema {
  std::vector<TargetEnum> enums;
  std::vector<TargetTable> tables;
  std::vector<Problem> problems;  ///< what of the source isn't in here, or changed, and why
  const TargetTable* find(const std::string& source) const;
  friend bool operator==(const TargetSchema&, const TargetSchema&) = default;
};

/// Decides on tables, keys and constraints. Pure.
TargetSchema make_target(const sqlite::Schema& schema, const Mapping& mapping,
                         const model::TransferConfig& config);

}  // namespace dunlin::transfer
