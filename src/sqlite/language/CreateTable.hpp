#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sqlite/language/Select.hpp"

namespace dunlin::sqlite {

/// An expression with its text as written.
struct WrittenExpression {
  Expression tree;
  std::string sql;
  friend bool operator==(const WrittenExpression&, const WrittenExpression&) = default;
};

struct CheckClause {
  std::string name;  ///< CONSTRAINT name; "" for none
  WrittenExpression condition;
  friend bool operator==(const CheckClause&, const CheckClause&) = default;
};

struct ForeignKeyClause {
  std::string name;
  std::vector<std::string> columns;
  std::string parent;
  std::vector<std::string> parent_columns;  ///< as written; empty when left out
  std::string on_update, on_delete;         ///< "" when not written
  std::string match;
  bool initially_deferred = false;
  friend bool operator==(const ForeignKeyClause&, const ForeignKeyClause&) = default;
};

/// PRIMARY KEY or UNIQUE, with its terms when written for the table.
struct KeyClause {
  bool primary = false;
  std::string name;
  std::vector<OrderingTerm> terms;
  std::string on_conflict;  ///< ROLLBACK, ABORT, FAIL, IGNORE, REPLACE; "" when not written
  friend bool operator==(const KeyClause&, const KeyClause&) = default;
};

struct ColumnDefinition {
  std::string name;
  std::string type;  ///< as written
  bool not_null = false;
  std::string not_null_conflict;
  bool autoincrement = false;
  std::string collation;
  std::optional<WrittenExpression> default_value;
  std::optional<WrittenExpression> generated;
  bool stored = false;
  friend bool operator==(const ColumnDefinition&, const ColumnDefinition&) = default;
};

/// CREATE TABLE (SQLite docs, "CREATE TABLE"). Constraints of columns and of the table are in one list each,
/// in the order of the text.
struct CreateTable {
  bool temporary = false, if_not_exists = false;
  std::string schema, name;
  std::vector<ColumnDefinition> columns;
  std::vector<KeyClause> keys;
  std::vector<CheckClause> checks;
  std::vector<ForeignKeyClause> foreign_keys;
  bool without_rowid = false, strict = false;
  std::vector<Select> as_select;  ///< CREATE TABLE AS: one or none
  friend bool operator==(const CreateTable&, const CreateTable&) = default;
};

/// CREATE INDEX: terms with their texts, a COLLATE and what follows left out of these.
struct CreateIndex {
  bool unique = false, if_not_exists = false;
  std::string schema, name, table;
  std::vector<OrderingTerm> terms;
  std::vector<std::string> term_texts;
  std::optional<WrittenExpression> where;
  friend bool operator==(const CreateIndex&, const CreateIndex&) = default;
};

}  // namespace dunlin::sqlite
