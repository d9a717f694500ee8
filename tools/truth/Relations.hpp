#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "postgres/Connection.hpp"

namespace dunlin::truth {

/// One row of pg_class, as far as it is compared.
struct Relation {
  std::string name;
  char kind = ' ';                ///< pg_class.relkind
  std::int64_t table = 0;         ///< of an index: its table
  std::string file;               ///< pg_relation_filepath(); "" for one without storage
  bool has_storage = false;       ///< its file isn't empty
  std::int64_t rows_read = 0;     ///< by scans of this transaction, sequential or through an index
  std::int64_t rows_written = 0;  ///< inserted, updated and deleted in this transaction
};

/// Tables, indexes, views, sequences by oid.
using Relations = std::map<std::int64_t, Relation>;

/// All relations of the fixture's schema, and those that `known` has, wherever they are by now.
Relations read_relations(postgres::Connection& connection, const Relations& known = {});

/// The role of a relation: its name, but "table" for t; indexes without a name of their own: that of their
/// table with "_index" behind it.
std::string role_of(const Relations& relations, std::int64_t oid);

}  // namespace dunlin::truth
