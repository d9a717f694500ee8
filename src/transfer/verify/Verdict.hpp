#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "transfer/Mapping.hpp"
#include "transfer/load/Load.hpp"
#include "transfer/verify/Differences.hpp"

namespace dunlin::transfer {

/// What a comparison of both sides says of a table: `equal` every row is there, and reads back as it was
/// sent; `converted` the same, but the plan's policies left out rows or changed values, or a column doesn't
/// turn back into the same bytes; `different` something is missing, too many or not what was sent.
enum class TableState : std::uint8_t { equal, converted, different };
std::string to_string(TableState state);

/// One table, compared.
struct TableVerdict {
  std::string name;  ///< in the source
  std::string target;
  std::int64_t rows_source = 0;  ///< all of them, rejected ones included
  std::int64_t rows_target = 0;
  std::int64_t rejected = 0;
  std::int64_t changed = 0;
  TableState state = TableState::equal;
  std::vector<std::string> converted_columns;  ///< that don't turn back into the same bytes
  std::vector<RowDifference> differences;      ///< the first of them
};

/// Judges a table by its sums. Pure.
TableVerdict judge(const TableMapping& table, const LoadedTable& loaded);

/// The worst of them.
TableState worst(const std::vector<TableVerdict>& verdicts);

}  // namespace dunlin::transfer
