#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/Lock.hpp"
#include "model/command/Access.hpp"
#include "model/command/Object.hpp"
#include "model/command/Query.hpp"
#include "model/command/Relation.hpp"
#include "model/command/Routine.hpp"
#include "model/command/Type.hpp"

namespace dunlin::model {

struct CreateSchema {
  std::string name;
  bool if_not_exists = false;
};

struct CreateExtension {
  std::string name;
  std::string schema;
  std::string version;
  bool if_not_exists = false;
  bool alters = false;  ///< ALTER EXTENSION ... UPDATE
};

struct SetVariable {
  std::string name;  ///< lower case: "lock_timeout", "search_path", "role", "session_authorization"; "all" of
                     ///< RESET ALL
  bool local = false;
  bool reset = false;               ///< RESET, SET ... TO DEFAULT
  std::vector<std::string> values;  ///< "2s", "0"
};

enum class TransactionKind : std::uint8_t {
  begin,
  commit,
  rollback,
  savepoint,
  release,
  rollback_to,
  prepare,
  set
};

struct TransactionControl {
  TransactionKind kind = TransactionKind::begin;
};

struct LockTable {
  std::vector<QualifiedName> tables;
  LockLevel mode = LockLevel::access_exclusive;
};

enum class MaintenanceKind : std::uint8_t {
  vacuum,
  vacuum_full,
  analyze,
  cluster,
  reindex,
  refresh,
  repack,
  checkpoint
};

/// VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH MATERIALIZED VIEW.
struct Maintenance {
  MaintenanceKind kind = MaintenanceKind::vacuum;
  std::vector<QualifiedName> objects;          ///< empty: the whole database
  ObjectKind object_kind = ObjectKind::table;  ///< of REINDEX: index, table, schema, database
  bool concurrently = false;
  bool with_data = true;
};

/// A statement that we can name but say little more of.
struct Other {
  std::string tag;  ///< "CREATE CAST", "ALTER SYSTEM", ...
  std::vector<QualifiedName> objects;
};

/// A statement that PostgreSQL 15's grammar can't read.
struct Unparsed {
  std::string reason;
  int position = 0;  ///< 1-based character of the statement; 0: unknown
};

/// What a statement says. `monostate`: nothing was looked at, because its first words tell that no rule needs
/// more.
using Command = std::variant<std::monostate, CreateTable, CreateTableAs, AlterTable, CreateIndex, Drop,
                             Truncate, Rename, SetSchema, ChangeOwner, CreateFunction, AlterFunction,
                             CreateTrigger, CreatePolicy, CreateView, CreateType, AlterEnum, CreateDomain,
                             AlterDomain, CreateSequence, CreateSchema, CreateExtension, CreateRole, Grant,
                             GrantRole, Dml, SetVariable, TransactionControl, DoBlock, Call, DynamicSql,
                             LockTable, Maintenance, CreateRule, CreatePublication, Comment, Other, Unparsed>;

}  // namespace dunlin::model
