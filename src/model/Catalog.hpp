#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/command/Command.hpp"

namespace dunlin::model {

/// Where the catalog knows an object from.
struct Origin {
  std::string file;  ///< "" when it was read from a database
  int line = 0;
  std::size_t file_index = 0;  ///< number of the file in the replay, from 1; 0: database
  std::size_t unit = 0;        ///< transaction within the file, from 1
  std::string condition;  ///< "FILE:LINE" of the statement when it may not have run (below IF, in a loop,
                          ///< behind a RETURN, ...); "" for one that has
  bool in_database() const { return file_index == 0; }
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// What files say of a column, and what can be compared with a database.
enum class ColumnFact : std::uint8_t { type, not_null, default_value, generated, comment };

struct CatalogColumn {
  std::string name;
  TypeName type;
  bool not_null = false;
  std::string default_text;  ///< SQL; "" for none
  bool default_volatile = false;
  Generated generated = Generated::no;
  std::string generation_text;
  std::vector<std::string> generated_from;  ///< columns of the generation expression
  std::string collation;
  bool inherited = false;  ///< a parent has it too
  bool local = true;       ///< false: only because a parent has it
  std::string comment;     ///< "" for none
  bool declared = false;   ///< by a column definition in a file
  /// Facts that a later statement set, and which one; nothing: what it is now isn't known.
  std::map<ColumnFact, std::optional<Origin>> altered;
  Origin origin;

  /// The statement that made a fact what it is here; nullptr when no file says it, or it isn't known.
  const Origin* origin_of(ColumnFact fact) const;
  /// It is so because of that statement. One that was so for sure already stays its own statement's.
  void declare(ColumnFact fact, const Origin& by, bool was_so);
  /// Something may have changed it, nobody knows how.
  void forget(ColumnFact fact) { altered[fact].reset(); }
};

struct CatalogConstraint {
  std::string name;
  ConstraintKind kind = ConstraintKind::check;
  std::vector<std::string> columns;
  std::string expression_text;
  std::vector<std::string> not_null_columns;  ///< that the CHECK proves to be not null
  QualifiedName references;
  std::vector<std::string> referenced_columns;
  ForeignKeyAction on_delete = ForeignKeyAction::no_action;
  ForeignKeyAction on_update = ForeignKeyAction::no_action;
  bool valid = true;
  bool enforced = true;
  bool deferrable = false;
  bool no_inherit = false;
  bool inherited = false;  ///< comes from a parent's, and goes with it
  std::string index;       ///< of UNIQUE, PRIMARY KEY, EXCLUDE
  Origin origin;
};

struct CatalogIndexColumn {
  std::string name;  ///< "" for an expression
  std::string expression_text;
  std::string operator_class;
  std::string collation;
  bool descending = false;
  bool nulls_first = false;
  friend bool operator==(const CatalogIndexColumn&, const CatalogIndexColumn&) = default;
};

struct CatalogIndex {
  QualifiedName name;
  QualifiedName table;
  bool unique = false;
  bool valid = true;
  std::string method = "btree";
  std::vector<CatalogIndexColumn> columns;
  std::vector<std::string> include;
  std::string predicate_text;
  std::vector<std::string> used_columns;  ///< by its expressions and its predicate
  bool nulls_not_distinct = false;
  std::string constraint;             ///< that owns it; "" for none
  QualifiedName partition_of;         ///< index of the partitioned table that it is attached to; empty: none
  std::optional<std::int64_t> scans;  ///< idx_scan; only from a database
  std::int64_t bytes = 0;
  Origin origin;
};

enum class RelationKind : std::uint8_t { table, partitioned_table, view, materialized_view, foreign_table };

struct CatalogPolicy {
  std::string name;
  bool permissive = true;
  std::string command = "all";
  std::vector<std::string> roles;
  Expression using_;
  Expression check;
  Origin origin;
};

struct CatalogTrigger {
  std::string name;
  QualifiedName function;
  char timing = 'a';
  std::vector<std::string> events;
  std::vector<std::string> columns;
  bool for_each_row = false;
  bool has_when = false;
  bool enabled = true;  ///< false also where it fires on replicas only
  Origin origin;
};

/// Sizes and use, from a database.
struct TableStatistics {
  std::int64_t rows = 0;   ///< reltuples; -1: never analysed
  std::int64_t bytes = 0;  ///< heap and TOAST
  std::int64_t index_bytes = 0;
  std::int64_t dead_rows = 0;
  std::int64_t reads = 0;   ///< seq_scan + idx_scan since the last reset
  std::int64_t writes = 0;  ///< inserted + updated + deleted
};

/// A table, view or materialized view.
struct CatalogRelation {
  QualifiedName name;
  RelationKind kind = RelationKind::table;
  Persistence persistence = Persistence::permanent;
  std::vector<CatalogColumn> columns;
  std::vector<CatalogConstraint> constraints;
  std::vector<CatalogTrigger> triggers;
  std::vector<CatalogPolicy> policies;
  std::vector<std::string> rules;
  PartitionKey partition_key;
  QualifiedName partition_of;  ///< empty: none
  PartitionBound bound;
  std::vector<QualifiedName> inherits;
  bool row_security = false;
  bool force_row_security = false;
  Origin row_security_origin;  ///< of the statement that switched either on
  std::string replica_identity = "default";
  std::string access_method = "heap";
  Options options;              ///< reloptions: security_invoker, autovacuum_enabled, ...
  Query query;                  ///< of a view
  std::string definition_text;  ///< of a view, the query; of a table "" (columns tell)
  bool populated = true;        ///< of a materialized view
  std::string comment;          ///< "" for none
  /// Of the statement that set it; nothing: what it is now isn't known.
  std::optional<Origin> comment_origin;
  std::string owner;
  std::string extension;  ///< that it belongs to; "" for none
  std::optional<TableStatistics> statistics;
  bool complete = true;  ///< false: there may be columns and constraints that we don't know
  Origin origin;
  Range statement;  ///< of the defining statement, in its file (0 when from a database)

  const CatalogColumn* find_column(const std::string& column) const;
  CatalogColumn* find_column(const std::string& column);
  const CatalogConstraint* find_constraint(const std::string& constraint) const;
  CatalogConstraint* find_constraint(const std::string& constraint);
  const CatalogConstraint* primary_key() const;
  bool is_view() const { return kind == RelationKind::view || kind == RelationKind::materialized_view; }
};

/// A body that a function had before it was replaced.
struct FormerBody {
  std::string body;
  Origin origin;
};

struct CatalogFunction {
  QualifiedName name;
  std::vector<FunctionArgument> arguments;
  TypeName returns;
  bool procedure = false;
  std::string language;
  std::string body;
  bool security_definer = false;
  bool leakproof = false;
  Volatility volatility = Volatility::volatile_;
  Options settings;
  bool public_may_execute = true;  ///< until revoked
  std::string extension;           ///< that it belongs to (its body is left out then); "" for none
  std::vector<FormerBody> former;  ///< bodies that were replaced, oldest first; none from a database
  Origin origin;
  Origin rights_origin;  ///< of the last statement about whose rights it has, and who may call it

  /// "public.f(integer, text)": input arguments only, as DROP FUNCTION tells functions apart.
  std::string signature() const;
};

struct CatalogType {
  QualifiedName name;
  TypeKind kind = TypeKind::enumeration;
  bool domain = false;
  TypeName base;  ///< of a domain
  bool not_null = false;
  std::vector<std::string> labels;
  std::vector<CatalogColumn> attributes;                     ///< of a composite type
  std::vector<CatalogConstraint> constraints;                ///< of a domain
  std::vector<std::pair<std::string, Origin>> added_labels;  ///< by ALTER TYPE ... ADD VALUE, and where
  std::string extension;                                     ///< that it belongs to; "" for none
  Origin origin;
};

struct CatalogSequence {
  QualifiedName name;
  QualifiedName owned_by_table;
  std::string owned_by_column;
  Origin origin;
};

struct CatalogGrant {
  ObjectKind kind = ObjectKind::table;
  std::string object;                   ///< "public.users", a function's signature, a schema
  std::string grantee;                  ///< "public" for PUBLIC
  std::vector<std::string> privileges;  ///< lower case; "all"
  bool with_grant_option = false;
  Origin origin;
};

/// Privileges that objects get when they are made (ALTER DEFAULT PRIVILEGES).
struct CatalogDefaultGrant {
  bool revoke = false;
  std::string schema;  ///< "" for all
  CatalogGrant grant;  ///< its object is empty
};

/// Who may refer to a name. Kept so that a lookup needn't go through all objects; may name too many (an
/// object that was dropped or changed since), never too few, so a lookup checks each.
class CatalogLinks {
 public:
  /// Each name once, sorted.
  const std::vector<QualifiedName>& find(const QualifiedName& name) const;
  void add(const QualifiedName& name, const QualifiedName& referrer);

 private:
  std::unordered_map<QualifiedName, std::vector<QualifiedName>, QualifiedNameHash> names_;
};

/// What DDL has made so far: the catalog of a database, or of files replayed one after the other. Names are
/// always qualified here.
struct Catalog {
  int server_version = 0;  ///< 150008; 0: unknown
  std::vector<std::string> search_path{"public"};
  std::map<QualifiedName, CatalogRelation> relations;
  std::map<QualifiedName, CatalogIndex> indexes;
  std::map<QualifiedName, std::vector<CatalogFunction>> functions;  ///< overloads in order of creation
  std::map<QualifiedName, CatalogType> types;
  std::map<QualifiedName, CatalogSequence> sequences;
  std::map<std::string, Origin> schemas;
  std::map<std::string, Origin> extensions;
  std::map<std::string, Origin> roles;
  std::map<std::string, std::vector<QualifiedName>> publications;  ///< {"*"} for all tables
  std::vector<CatalogGrant> grants;
  std::vector<CatalogDefaultGrant> default_grants;  ///< in the order in which they were given
  bool complete =
      false;  ///< false: there may be objects that we don't know (the folder doesn't begin at nothing)
  CatalogLinks table_indexes;    ///< indexes of a table
  CatalogLinks referrers;        ///< tables with foreign keys to a table
  CatalogLinks children;         ///< partitions of a table, and tables that inherit it
  CatalogLinks dependent_views;  ///< views on a relation
  CatalogLinks constrained;      ///< tables with a constraint of that name, in the schema
  CatalogLinks owned_sequences;  ///< sequences owned by a table

  /// Puts a relation, index or sequence where it belongs; one of the same name is replaced.
  CatalogRelation& add(CatalogRelation relation);
  CatalogIndex& add(CatalogIndex index);
  CatalogSequence& add(CatalogSequence sequence);
  /// To be called after a relation got a constraint, a parent or another query.
  void link(const CatalogRelation& relation);

  /// The relation that a name means under the search path; nullptr when it isn't known.
  const CatalogRelation* find_relation(const QualifiedName& name) const;
  CatalogRelation* find_relation(const QualifiedName& name);
  const CatalogIndex* find_index(const QualifiedName& name) const;
  CatalogIndex* find_index(const QualifiedName& name);
  const CatalogType* find_type(const QualifiedName& name) const;
  CatalogType* find_type(const QualifiedName& name);
  const CatalogSequence* find_sequence(const QualifiedName& name) const;
  CatalogSequence* find_sequence(const QualifiedName& name);
  /// All overloads; empty when none is known.
  const std::vector<CatalogFunction>& find_functions(const QualifiedName& name) const;
  /// The function whose input arguments have these types.
  const CatalogFunction* find_function(const QualifiedName& name,
                                       const std::vector<FunctionArgument>& arguments) const;

  /// With the schema that an object of that name has, or would be created in.
  QualifiedName qualified(const QualifiedName& name) const;
  /// With the schema that a new object of that name is created in.
  QualifiedName created(const QualifiedName& name) const;
  /// With the schema of the type that is meant; the schema stays empty for PostgreSQL's own and unknown ones.
  TypeName qualified(const TypeName& type) const;
  /// The indexes of a table, in order of name.
  std::vector<const CatalogIndex*> indexes_of(const QualifiedName& table) const;
  /// Tables with a foreign key that references `table`.
  std::vector<const CatalogRelation*> referencing(const QualifiedName& table) const;
  std::vector<const CatalogRelation*> partitions_of(const QualifiedName& table) const;
  /// Partitions, and tables that inherit from it.
  std::vector<const CatalogRelation*> children_of(const QualifiedName& table) const;
  std::vector<const CatalogSequence*> sequences_of(const QualifiedName& table) const;
  /// True when a constraint of that name is on any table of the schema.
  bool has_constraint(const QualifiedName& constraint) const;
  const CatalogRelation* default_partition_of(const QualifiedName& table) const;
  /// Views and materialized views whose query names `relation`.
  std::vector<const CatalogRelation*> views_on(const QualifiedName& relation) const;
};

/// The same type for PostgreSQL's overload resolution: sizes don't count, and a schema that isn't known fits.
bool same_type(const TypeName& a, const TypeName& b);

}  // namespace dunlin::model
