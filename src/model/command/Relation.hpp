#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/command/Object.hpp"
#include "model/command/Query.hpp"
#include "model/command/Table.hpp"

namespace dunlin::model {

enum class Persistence : std::uint8_t { permanent, unlogged, temporary };

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

struct CreateSequence {
  QualifiedName name;
  bool if_not_exists = false;
  bool alters = false;
  std::vector<std::string> owned_by;  ///< table and column
};

struct Truncate {
  std::vector<QualifiedName> tables;
  bool cascade = false;
  bool restart_identity = false;
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

}  // namespace dunlin::model
