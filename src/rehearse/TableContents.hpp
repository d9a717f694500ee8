#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::rehearse {

/// What a column holds, without regard to the order of the rows.
struct ColumnContents {
  std::string name;
  std::string hash;  ///< sum of the values' hashes
  std::int64_t values = 0;
  std::int64_t distinct = 0;
  bool numbered =
      false;  ///< filled by a sequence unless said otherwise: which row gets which number isn't defined
  bool is_time = false;  ///< a time of day or a timestamp

  friend bool operator==(const ColumnContents&, const ColumnContents&) = default;
};

/// What a table (or a partition, or a materialized view) holds.
struct TableContents {
  std::string name;  ///< "public"."orders"
  std::int64_t rows = 0;
  std::string hash;  ///< sum of the rows' hashes; of masked columns only whether they are NULL
  std::vector<ColumnContents> columns;  ///< by name

  const ColumnContents* find(const std::string& column) const;
  friend bool operator==(const TableContents&, const TableContents&) = default;
};

/// The rows of a database, and where its sequences stand.
struct DataContents {
  std::map<std::string, TableContents> tables;
  std::map<std::string, std::int64_t> sequences;  ///< the last number that was given out; 0 for none

  std::int64_t rows() const;
  friend bool operator==(const DataContents&, const DataContents&) = default;
};

/// Columns by table, of which only NULL-ness goes into the hash of a row.
using Mask = std::map<std::string, std::set<std::string>>;

/// Reads all tables but dunlin's own.
DataContents read_contents(postgres::Connection& connection, const Mask& mask = {});

}  // namespace dunlin::rehearse
