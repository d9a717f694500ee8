#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::rehearse {

using Oid = std::int64_t;

/// A data type, as far as values of it have to be made up.
struct TypeShape {
  std::string name;  ///< "int4"
  char kind = 'b';   ///< pg_type.typtype: base, composite, domain, enum, range, multirange
  bool array = false;
  Oid element = 0;                  ///< of an array; of a domain its base; of a range what it ranges over
  int modifier = -1;                ///< of a domain's base
  std::vector<std::string> labels;  ///< of an enum
  std::vector<std::pair<Oid, int>> attributes;  ///< of a composite: type and modifier
  std::string checks;                           ///< of a domain: its constraints' text
};
using Types = std::map<Oid, TypeShape>;

struct ColumnShape {
  std::string name;
  Oid type = 0;
  int modifier = -1;
  std::string type_text;  ///< as it is written in a cast
  bool nullable = true;
  bool left_out = false;       ///< generated, identity, or numbered by a sequence: the server fills it
  bool distinct = false;       ///< a unique index has it as its only column
  std::string checks;          ///< expressions of the CHECKs on this column alone, joined by AND; "" for none
  bool in_wide_check = false;  ///< a CHECK looks at it and another column
};

struct ForeignKeyShape {
  std::vector<std::size_t> columns;  ///< indexes into TableShape::columns
  Oid parent = 0;
  std::string parent_name;
  std::vector<std::string> parent_columns;
  std::vector<std::pair<Oid, int>> parent_types;
  bool nullable = true;  ///< one of the columns is: a row needn't have a parent
};

/// What the rows of one leaf partition have in their key columns.
struct PartitionShape {
  std::map<std::size_t, std::vector<std::string>> values;  ///< by column; a column that isn't there is free
};

/// A table that rows are put into: an ordinary one, or the root of a partitioned one.
struct TableShape {
  Oid oid = 0;
  std::string name;  ///< "public"."orders"
  std::vector<ColumnShape> columns;
  std::vector<ForeignKeyShape> foreign_keys;  ///< those with the most columns first
  std::vector<PartitionShape> partitions;
};

/// Reads pg_type.
Types read_types(postgres::Connection& connection);

/// Reads every table of the users' schemas, by name.
std::vector<TableShape> read_tables(postgres::Connection& connection);

}  // namespace dunlin::rehearse
