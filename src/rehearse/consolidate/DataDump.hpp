#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunlin::rehearse {

/// A dump of rows (pg_dump --data-only --column-inserts), taken apart.
struct DataDump {
  std::vector<std::string> rows;       ///< of a table each: its INSERTs; setval() of a sequence
  std::vector<std::string> refreshes;  ///< REFRESH MATERIALIZED VIEW
  friend bool operator==(const DataDump&, const DataDump&) = default;
};

DataDump read_data_dump(std::string_view dump);

}  // namespace dunlin::rehearse
