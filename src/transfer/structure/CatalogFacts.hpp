#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::transfer {

struct ColumnFact {
  std::string table, name;
  std::string type;  ///< as format_type() spells it
  std::string collation;
  bool not_null = false;
  bool identity = false;
  bool generated = false;
  bool has_default = false;
  friend bool operator==(const ColumnFact&, const ColumnFact&) = default;
};

struct ConstraintFact {
  std::string table, name;
  char kind = ' ';  ///< pg_constraint.contype: p, u, f, c
  bool validated = true;
  std::vector<std::string> columns;
  std::string parent;
  std::vector<std::string> parent_columns;
  char on_update = ' ', on_delete = ' ';  ///< pg_constraint.confupdtype
  bool initially_deferred = false;
  friend bool operator==(const ConstraintFact&, const ConstraintFact&) = default;
};

struct IndexFact {
  std::string table, name;
  bool unique = false;
  bool valid = true;
  bool partial = false;
  int terms = 0;
  friend bool operator==(const IndexFact&, const IndexFact&) = default;
};

struct SequenceFact {
  std::string table, column;
  bool exhausted = false;  ///< it has given the last number of its type
  std::int64_t next = 0;
  std::int64_t stored = 0;  ///< max(column); 0 for an empty table
  friend bool operator==(const SequenceFact&, const SequenceFact&) = default;
};

struct PartitioningFact {
  std::string table;
  char by = ' ';  ///< pg_partitioned_table.partstrat: h, r, l
  std::vector<std::string> columns;
  int partitions = 0;
  friend bool operator==(const PartitioningFact&, const PartitioningFact&) = default;
};

/// What one schema of the target holds, without what belongs to extensions.
struct CatalogFacts {
  std::vector<std::string> tables;
  std::vector<ColumnFact> columns;
  std::vector<ConstraintFact> constraints;
  std::vector<IndexFact> indexes;
  std::vector<SequenceFact> sequences;
  std::vector<PartitioningFact> partitioned;
  friend bool operator==(const CatalogFacts&, const CatalogFacts&) = default;
};

/// Reads it. For sequences, the largest number that is stored is looked up in the table.
CatalogFacts read_catalog_facts(postgres::Connection& connection, const std::string& schema);

}  // namespace dunlin::transfer
