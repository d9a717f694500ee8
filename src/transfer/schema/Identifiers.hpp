#pragma once

#include <set>
#include <string>
#include <vector>

namespace dunlin::transfer {

/// `name` as the target will have it: by the identifier policy ("keep", "lower", "snake"), at most 63 bytes,
/// told apart from `taken` by a number where two would collide.
std::string target_name(const std::string& name, const std::string& policy,
                        const std::vector<std::string>& taken);

/// The same for a table. One that begins with "pg_" gets a "_" before it: an unqualified pg_class is the
/// catalog's, whatever the search_path (PostgreSQL docs, 5.9.5 "The System Catalog Schema").
std::string table_name(const std::string& name, const std::string& policy,
                       const std::vector<std::string>& taken);

/// Names that no column of PostgreSQL can have (PostgreSQL docs, 5.5 "System Columns"): `taken` for columns.
const std::vector<std::string>& system_columns();

/// The names of one schema: tables, indexes, sequences, views and the row types of tables share them
/// (pg_class and pg_type); constraints get theirs here too, so that a message names one thing.
class SchemaNames {
 public:
  /// `wanted`, cut to 63 bytes, and with a number where it is taken; taken from now on.
  std::string claim(const std::string& wanted);
  /// `table`_`columns`_`kind` in the way of PostgreSQL's own names: when it is too long, the parts are cut
  /// and the kind stays.
  std::string claim(const std::string& table, const std::vector<std::string>& columns, const char* kind);

 private:
  std::set<std::string> taken_;
};

}  // namespace dunlin::transfer
