#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/command/Expression.hpp"

namespace dunlin::model {

enum class ConstraintKind : std::uint8_t { check, not_null, unique, primary_key, foreign_key, exclusion };
enum class ForeignKeyAction : std::uint8_t { no_action, restrict, cascade, set_null, set_default };

/// A constraint of a table or, with one column, of a column definition. DEFAULT, GENERATED and NULL are parts
/// of Column.
struct Constraint {
  ConstraintKind kind = ConstraintKind::check;
  std::string name;                  ///< "" when PostgreSQL chooses it
  std::vector<std::string> columns;  ///< its own columns; of a CHECK those that its expression uses
  Expression expression;             ///< CHECK
  QualifiedName references;          ///< FOREIGN KEY
  std::vector<std::string> referenced_columns;  ///< empty: the primary key
  ForeignKeyAction on_delete = ForeignKeyAction::no_action;
  ForeignKeyAction on_update = ForeignKeyAction::no_action;
  bool on_delete_given = false;
  std::string using_index;
  std::vector<std::string> include;  ///< INCLUDE (...) of UNIQUE and PRIMARY KEY
  bool not_valid = false;
  bool not_enforced = false;  ///< PostgreSQL 18
  bool deferrable = false;
  bool initially_deferred = false;
  bool nulls_not_distinct = false;
  bool no_inherit = false;
  Range range;  ///< from CONSTRAINT or its first key word to its end
  friend bool operator==(const Constraint&, const Constraint&) = default;
};

enum class Generated : std::uint8_t { no, identity_always, identity_by_default, stored, virtual_ };

struct Column {
  std::string name;
  TypeName type;
  bool not_null = false;
  std::optional<Expression> default_value;
  Generated generated = Generated::no;
  Expression generation;  ///< GENERATED ALWAYS AS (...)
  std::string collation;
  std::vector<Constraint>
      constraints;  ///< CHECK, UNIQUE, PRIMARY KEY, REFERENCES written at the column, NOT NULL included
  Range range;      ///< the whole definition
  Range type_range;
  friend bool operator==(const Column&, const Column&) = default;
};

/// FOR VALUES ... of a partition.
struct PartitionBound {
  bool is_default = false;
  char strategy = 0;               ///< 'r', 'l', 'h'; 0 for default
  std::vector<std::string> lower;  ///< SQL of each value; "MINVALUE"
  std::vector<std::string> upper;
  std::vector<std::string> list;
  int modulus = 0;
  int remainder = 0;
  std::string text;  ///< as written, from FOR or DEFAULT
  friend bool operator==(const PartitionBound&, const PartitionBound&) = default;
};

struct PartitionKey {
  char strategy = 0;                 ///< 'r', 'l', 'h'; 0: not partitioned
  std::vector<std::string> columns;  ///< "" for an expression
  friend bool operator==(const PartitionKey&, const PartitionKey&) = default;
};

/// name = value of WITH (...) and SET (...), lower case, in order.
using Options = std::vector<std::pair<std::string, std::string>>;

enum class AlterKind : std::uint8_t {
  add_column,
  drop_column,
  set_type,
  set_default,
  drop_default,
  set_not_null,
  drop_not_null,
  set_expression,
  drop_expression,
  add_identity,
  set_identity,
  drop_identity,
  set_statistics,
  set_storage,
  set_compression,
  set_column_options,
  add_constraint,
  alter_constraint,
  validate_constraint,
  drop_constraint,
  attach_partition,
  detach_partition,
  inherit,
  no_inherit,
  attach_index,
  enable_rls,
  disable_rls,
  force_rls,
  no_force_rls,
  enable_trigger,
  disable_trigger,
  enable_rule,
  disable_rule,
  set_logged,
  set_unlogged,
  set_tablespace,
  set_access_method,
  set_options,
  reset_options,
  replica_identity,
  cluster_on,
  set_without_cluster,
  owner,
  other
};
/// "ADD COLUMN", "SET NOT NULL": the action's words.
std::string_view to_string(AlterKind kind);

/// One action of ALTER TABLE (INDEX, VIEW, ...).
struct AlterAction {
  AlterKind kind = AlterKind::other;
  std::string name;  ///< column, constraint, trigger ("all", "user" for those words), tablespace, access
                     ///< method, owner
  bool if_exists = false;  ///< IF EXISTS, or IF NOT EXISTS of ADD COLUMN
  bool cascade = false;
  std::optional<Column> column;          ///< add_column
  std::optional<Constraint> constraint;  ///< add_constraint, alter_constraint
  TypeName type;                         ///< set_type
  Expression expression;                 ///< USING of set_type, default, SET EXPRESSION
  QualifiedName relation;                ///< partition, parent, index
  PartitionBound bound;                  ///< attach_partition
  bool concurrently = false;             ///< detach_partition
  bool finalize = false;
  Options options;
  std::string value;  ///< replica identity: "nothing", "full", "default", index name; storage, compression,
                      ///< statistics; collation of a type; "always", "by default" of an identity
  Range range;        ///< without the comma
  friend bool operator==(const AlterAction&, const AlterAction&) = default;
};

}  // namespace dunlin::model
