#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunlin::model {

/// A privilege on a table as a catalog keeps it: "update", or "update (name, email)" when it is on columns.
struct TablePrivilege {
  std::string word;                  ///< lower case; "all"
  std::vector<std::string> columns;  ///< empty: on the whole table
  friend bool operator==(const TablePrivilege&, const TablePrivilege&) = default;
};

TablePrivilege read_privilege(std::string_view text);
std::string to_string(const TablePrivilege& privilege);

}  // namespace dunlin::model
