#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/Lock.hpp"
#include "model/command/Table.hpp"

namespace dunlin::model {

enum class ObjectKind : std::uint8_t {
  table,
  index,
  view,
  materialized_view,
  sequence,
  function,
  procedure,
  routine,
  aggregate,
  trigger,
  rule,
  policy,
  type,
  domain,
  schema,
  extension,
  column,
  constraint,
  enum_value,
  role,
  database,
  publication,
  subscription,
  foreign_table,
  tablespace,
  collation,
  cast,
  operator_,
  event_trigger,
  owned,
  attribute,
  other
};
/// "table", "materialized view", ...
std::string_view to_string(ObjectKind kind);

enum class Persistence : std::uint8_t { permanent, unlogged, temporary };

/// What a query does: the whole of a DML statement, the definition of a view, the source of CREATE TABLE AS.
struct Query {
  std::vector<RelationUse> relations;  ///< all that it names, CTEs left out
  std::vector<FunctionCall> calls;
  bool has_where = false;  ///< of the outermost statement
  bool where_always_true = false;
  bool has_limit = false;
  bool selects_star = false;  ///< a * in any select list
  std::vector<std::string>
      outputs;  ///< names of the output columns where they can be told; "" where not, "*" for a star
  std::vector<std::string> strings;  ///< string constants
  friend bool operator==(const Query&, const Query&) = default;
};

struct CreateTable {
  QualifiedName name;
  bool if_not_exists = false;
  Persistence persistence = Persistence::permanent;
  bool foreign = false;
  std::vector<Column> columns;
  std::vector<Constraint> constraints;  ///< of the table, not those written at columns
  std::vector<QualifiedName> inherits;
  std::vector<QualifiedName> like;
  std::vector<std::string> like_options;  ///< "all", "defaults,indexes", ... one for each of `like`
  std::vector<std::size_t> like_at;       ///< how many of `columns` stand before it
  QualifiedName partition_of;             ///< empty: none
  PartitionBound bound;
  PartitionKey partition_key;
  QualifiedName of_type;
  std::string tablespace;
  std::string access_method;
  Options options;
};

/// CREATE TABLE AS, CREATE MATERIALIZED VIEW, SELECT INTO.
struct CreateTableAs {
  QualifiedName name;
  bool materialized_view = false;
  bool select_into = false;
  bool if_not_exists = false;
  bool with_data = true;
  Persistence persistence = Persistence::permanent;
  Query query;
  std::vector<std::string> columns;
  std::string definition;  ///< of a materialized view: the query as written, and what follows it
};

struct AlterTable {
  ObjectKind kind = ObjectKind::table;
  QualifiedName name;
  bool only = false;
  bool if_exists = false;
  std::vector<AlterAction> actions;
};

struct IndexColumn {
  std::string name;  ///< "" for an expression
  Expression expression;
  std::string collation;
  std::string operator_class;
  bool descending = false;
  bool nulls_first = false;  ///< as written or implied by DESC
  friend bool operator==(const IndexColumn&, const IndexColumn&) = default;
};

struct CreateIndex {
  std::string name;  ///< "" when PostgreSQL chooses it
  QualifiedName table;
  bool only = false;
  bool unique = false;
  bool concurrently = false;
  bool if_not_exists = false;
  std::string method = "btree";
  std::vector<IndexColumn> columns;
  std::vector<std::string> include;
  Expression predicate;
  bool nulls_not_distinct = false;
  std::string tablespace;
  Options options;
};

/// A function, trigger, policy ... in a list of objects.
struct ObjectName {
  QualifiedName name;               ///< of a trigger, rule, policy: its own name
  QualifiedName table;              ///< of a trigger, rule, policy, constraint
  std::vector<TypeName> arguments;  ///< of a function
  bool arguments_given = false;
  friend bool operator==(const ObjectName&, const ObjectName&) = default;
};

struct Drop {
  ObjectKind kind = ObjectKind::table;
  std::vector<ObjectName> objects;
  bool if_exists = false;
  bool cascade = false;
  bool concurrently = false;
};

struct Truncate {
  std::vector<QualifiedName> tables;
  bool cascade = false;
  bool restart_identity = false;
};

/// ALTER ... RENAME.
struct Rename {
  ObjectKind kind = ObjectKind::table;  ///< what gets the new name: table, column, constraint, index, type,
                                        ///< function, enum_value ...
  ObjectName object;                    ///< the table of a column or constraint
  std::string old_name;                 ///< of a column, constraint, enum value, attribute
  std::string new_name;
  bool if_exists = false;
};

struct SetSchema {
  ObjectKind kind = ObjectKind::table;
  ObjectName object;
  std::string schema;
};

struct ChangeOwner {
  ObjectKind kind = ObjectKind::table;
  ObjectName object;
  std::string owner;
};

enum class Volatility : std::uint8_t { volatile_, stable, immutable };

struct FunctionArgument {
  std::string name;
  TypeName type;
  char mode = 'i';  ///< i in, o out, b inout, v variadic, t table column
  bool has_default = false;
  friend bool operator==(const FunctionArgument&, const FunctionArgument&) = default;
};

struct CreateFunction {
  QualifiedName name;
  bool procedure = false;
  bool or_replace = false;
  std::vector<FunctionArgument> arguments;
  TypeName returns;
  std::string language;  ///< lower case
  std::string body;      ///< source text of AS '...' without quoting; of BEGIN ATOMIC and RETURN as written
  Range body_range;      ///< in the statement, quotes included
  bool atomic_body = false;
  bool security_definer = false;
  bool leakproof = false;
  bool strict = false;
  Volatility volatility = Volatility::volatile_;
  Options settings;      ///< SET name = value; "from current" for that
  Range security_range;  ///< the words SECURITY DEFINER
};

/// ALTER FUNCTION, PROCEDURE: what it changes.
struct AlterFunction {
  ObjectName function;
  std::optional<bool> security_definer;
  std::string volatility;  ///< "immutable", "stable", "volatile"; "" when it isn't changed
  Options settings;        ///< SET name = value
  Options resets;          ///< RESET name; "all"
};

struct CreateTrigger {
  std::string name;
  QualifiedName table;
  bool or_replace = false;
  bool constraint_trigger = false;
  char timing = 'a';                 ///< b before, a after, i instead of
  std::vector<std::string> events;   ///< "insert", "update", "delete", "truncate"
  std::vector<std::string> columns;  ///< UPDATE OF
  bool for_each_row = false;
  QualifiedName function;
  Expression when;
};

struct CreatePolicy {
  std::string name;
  QualifiedName table;
  bool permissive = true;
  std::string command;             ///< "all", "select", "insert", "update", "delete"
  std::vector<std::string> roles;  ///< empty: not given, so PUBLIC; "public" when written
  Expression using_;
  Expression check;
  bool alters = false;  ///< ALTER POLICY
  Range name_range;
};

struct CreateView {
  QualifiedName name;
  bool or_replace = false;
  bool temporary = false;
  bool recursive = false;
  std::vector<std::string> columns;
  Query query;
  Options options;
  std::string definition;  ///< the query as written
};

enum class TypeKind : std::uint8_t { enumeration, composite, range, base, shell };
struct CreateType {
  QualifiedName name;
  TypeKind kind = TypeKind::enumeration;
  std::vector<std::string> labels;
  std::vector<Column> attributes;
};
struct AlterEnum {
  QualifiedName name;
  std::string value;      ///< added, or the new name
  std::string old_value;  ///< renamed
  bool if_not_exists = false;
  std::string neighbour;  ///< of BEFORE and AFTER; "": the value becomes the last
  bool before = false;
};

struct CreateDomain {
  QualifiedName name;
  TypeName base;
  bool not_null = false;
  std::optional<Expression> default_value;
  std::vector<Constraint> constraints;
};
enum class AlterDomainKind : std::uint8_t {
  add_constraint,
  drop_constraint,
  validate_constraint,
  set_not_null,
  drop_not_null,
  set_default
};
struct AlterDomain {
  QualifiedName name;
  AlterDomainKind kind = AlterDomainKind::add_constraint;
  std::string constraint_name;
  std::optional<Constraint> constraint;
};

struct CreateSequence {
  QualifiedName name;
  bool if_not_exists = false;
  bool alters = false;
  std::vector<std::string> owned_by;  ///< table and column
};

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

struct CreateRole {
  std::string name;
  bool alters = false;
  Options options;  ///< "superuser" "true", "bypassrls" "true", "createrole", "login"
  bool has_password = false;
  Range password;  ///< the literal
};

struct Grant {
  bool revoke = false;
  ObjectKind kind = ObjectKind::table;
  bool all_in_schema = false;           ///< ON ALL TABLES IN SCHEMA
  std::vector<ObjectName> objects;      ///< schemas for all_in_schema
  std::vector<std::string> privileges;  ///< lower case; empty: ALL
  std::vector<std::string> grantees;    ///< "public" for PUBLIC
  bool with_grant_option = false;
  bool default_privileges = false;  ///< inside ALTER DEFAULT PRIVILEGES
};
struct GrantRole {
  bool revoke = false;
  std::vector<std::string> roles;
  std::vector<std::string> grantees;
  bool with_admin_option = false;
};

enum class DmlKind : std::uint8_t { select, insert, update, delete_, merge, copy_from, copy_to };
/// INSERT, UPDATE, DELETE, MERGE, SELECT, COPY.
struct Dml {
  DmlKind kind = DmlKind::select;
  QualifiedName target;  ///< empty for SELECT
  std::string alias;
  std::vector<std::string> columns;  ///< of INSERT and COPY; those that UPDATE sets
  bool from_query = false;           ///< INSERT ... SELECT, UPDATE ... FROM
  bool on_conflict = false;
  bool refers_to_itself = false;  ///< UPDATE t SET x = x + 1: not the same when it runs twice
  bool copies_program = false;    ///< COPY ... PROGRAM
  bool copies_file = false;       ///< COPY ... 'file'
  bool has_returning = false;
  std::size_t value_rows = 0;  ///< of INSERT ... VALUES, where it was read
  Query query;
  Expression where;
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

/// DO.
struct DoBlock {
  std::string language = "plpgsql";
  std::string body;
  Range body_range;
};

struct Call {
  QualifiedName procedure;
};

/// EXECUTE of PL/pgSQL with a text that is known only when it runs.
struct DynamicSql {
  std::string expression;  ///< as written
  std::string constant;    ///< its constant parts, with spaces for what is put between them
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

struct CreateRule {
  std::string name;
  QualifiedName table;
};

enum class PublicationChange : std::uint8_t { add, set, drop };
struct CreatePublication {
  std::string name;
  bool alters = false;
  PublicationChange change = PublicationChange::set;  ///< of its tables, by ALTER
  bool all_tables = false;
  std::vector<QualifiedName> tables;
};

struct Comment {
  ObjectKind kind = ObjectKind::table;
  ObjectName object;
  std::string text;
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
