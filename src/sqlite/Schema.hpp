#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dunlin::sqlite {

/// A column as PRAGMA table_xinfo and the CREATE TABLE text have it.
struct Column {
  std::string name;
  std::string type;  ///< as declared, white space folded: "VARCHAR (20)"; "" for none
  bool not_null = false;
  int key_position = 0;                    ///< 1, 2, ... within the primary key; 0: not part of it
  std::optional<std::string> default_sql;  ///< expression text as written, without outer parentheses
  std::optional<std::string> generated_sql;
  bool stored = false;    ///< GENERATED ... STORED
  std::string collation;  ///< "NOCASE", "RTRIM", an application's own; "" for BINARY

  friend bool operator==(const Column&, const Column&) = default;
};

/// A CHECK as written; `name` is "" unless CONSTRAINT gave one.
struct Check {
  std::string name;
  std::string sql;
  friend bool operator==(const Check&, const Check&) = default;
};

struct ForeignKey {
  std::string name;  ///< "" unless CONSTRAINT gave one
  std::vector<std::string> columns;
  std::string parent;                       ///< as written; may not exist
  std::vector<std::string> parent_columns;  ///< resolved: the parent's primary key where none were written
  std::string on_update, on_delete;         ///< "NO ACTION", "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"
  bool initially_deferred = false;          ///< SQLite defers only these; all others are immediate
  friend bool operator==(const ForeignKey&, const ForeignKey&) = default;
};

/// One term of an index (or of a UNIQUE or PRIMARY KEY constraint).
struct IndexTerm {
  std::string column;      ///< "" for an expression
  std::string expression;  ///< its text
  std::string collation;   ///< "" for BINARY
  bool descending = false;
  friend bool operator==(const IndexTerm&, const IndexTerm&) = default;
};

struct Index {
  enum class Origin { created, unique_constraint, primary_key };
  std::string name;  ///< sqlite_autoindex_... for constraints
  Origin origin = Origin::created;
  bool unique = false;
  std::vector<IndexTerm> terms;
  std::optional<std::string> where_sql;
  std::string sql;  ///< CREATE INDEX as written; "" for constraints
  friend bool operator==(const Index&, const Index&) = default;
};

struct Table {
  std::string name;
  std::string sql;  ///< CREATE TABLE as stored
  bool without_rowid = false;
  bool strict = false;
  bool autoincrement = false;
  std::optional<std::size_t> rowid_alias;  ///< the INTEGER PRIMARY KEY column
  std::vector<Column> columns;             ///< in order, hidden ones of virtual tables left out
  std::vector<Check> checks;
  std::vector<ForeignKey> foreign_keys;
  std::vector<Index> indexes;
  std::int64_t sequence = 0;  ///< sqlite_sequence.seq; 0 for none
  std::string rowid_name;     ///< "rowid", "oid" or "_rowid_": one that no column hides; "" for none
  std::string
      text_problem;  ///< why a text couldn't be read, so that checks, names or expressions are missing

  /// Names of the primary key's columns in its order; empty when there is none.
  std::vector<std::string> primary_key() const;
  friend bool operator==(const Table&, const Table&) = default;
};

/// A view, trigger or virtual table: what is known of it is its text.
struct View {
  std::string name;
  std::string sql;
  friend bool operator==(const View&, const View&) = default;
};
struct Trigger {
  std::string name;
  std::string table;
  std::string sql;
  friend bool operator==(const Trigger&, const Trigger&) = default;
};
struct VirtualTable {
  std::string name;
  std::string module;                  ///< "fts5", "rtree", ...
  std::vector<std::string> arguments;  ///< as written
  std::vector<std::string> shadows;    ///< names of the tables that hold its data
  std::string sql;
  friend bool operator==(const VirtualTable&, const VirtualTable&) = default;
};

/// Everything in one SQLite file that isn't rows. sqlite_ tables and shadow tables aren't among the tables.
struct Schema {
  std::vector<Table> tables;
  std::vector<View> views;
  std::vector<Trigger> triggers;
  std::vector<VirtualTable> virtual_tables;
  std::string encoding;  ///< "UTF-8", "UTF-16le", "UTF-16be"
  std::int64_t user_version = 0;
  std::int64_t application_id = 0;

  const Table* find(std::string_view name) const;  ///< ASCII case-insensitive, as SQLite does
  friend bool operator==(const Schema&, const Schema&) = default;
};

}  // namespace dunlin::sqlite
