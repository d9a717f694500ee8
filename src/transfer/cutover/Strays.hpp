#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "transfer/Mapping.hpp"
#include "transfer/Workplace.hpp"

namespace dunlin::transfer {

/// Rows of one table that somebody wrote into the source after the switch: they aren't in PostgreSQL.
struct StrayWrites {
  std::string table;
  std::int64_t rows = 0;
  std::vector<std::string> keys;  ///< of the first of them: "id=17"
  friend bool operator==(const StrayWrites&, const StrayWrites&) = default;
};

/// Compares the source with our last copy of it, page by page. Empty when nobody wrote. Throws a refused
/// Error when the source isn't there.
std::vector<StrayWrites> find_strays(const std::string& source, const Mapping& mapping,
                                     const Workplace& workplace);

/// "orders: 3 rows (id=17, id=18, id=19)".
std::string describe(const StrayWrites& strays);

}  // namespace dunlin::transfer
