#include "transfer/verify/Verdict.hpp"

#include <algorithm>

namespace dunlin::transfer {

std::string to_string(TableState state) {
  switch (state) {
    case TableState::equal: return "equal";
    case TableState::converted: return "converted";
    case TableState::different: return "different";
  }
  return "different";
}

TableVerdict judge(const TableMapping& table, const LoadedTable& loaded) {
  TableVerdict verdict{.name = table.source,
                       .target = table.target,
                       .rows_source = loaded.source.rows + loaded.rejected,
                       .rows_target = loaded.target.rows,
                       .rejected = loaded.rejected,
                       .changed = loaded.changed};
  for (const auto& column : table.columns) {
    if (!column.reversible) verdict.converted_columns.push_back(column.source);
  }
  const bool as_it_was = loaded.rejected == 0 && loaded.changed == 0 && verdict.converted_columns.empty();
  verdict.state = loaded.source != loaded.target ? TableState::different
                  : as_it_was                    ? TableState::equal
                                                 : TableState::converted;
  return verdict;
}

TableState worst(const std::vector<TableVerdict>& verdicts) {
  TableState state = TableState::equal;
  for (const auto& verdict : verdicts) state = std::max(state, verdict.state);
  return state;
}

}  // namespace dunlin::transfer
