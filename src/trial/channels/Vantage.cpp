#include "trial/channels/Vantage.hpp"

#include <algorithm>
#include <iterator>

#include "trial/rls/Probe.hpp"

namespace dunlin::trial {
namespace {

std::vector<std::string> all_keys(postgres::Connection& connection, const TableFacts& table) {
  const auto rows = connection.exec(postgres::Sql::trusted(keys_where(table, "true")));
  std::vector<std::string> keys;
  for (int i = 0; i < rows.rows(); ++i) keys.push_back(rows.string(i, 0));
  std::sort(keys.begin(), keys.end());
  return keys;
}

bool has_any_privilege(const TableFacts& table, const Identity& identity) {
  const auto found = table.privileges.find(identity.role);
  return found != table.privileges.end() && !found->second.empty();
}

std::vector<Cell> questions(const Subject& subject) {
  std::vector<Cell> cells;
  for (std::size_t t = 0; t < subject.tables.size(); ++t) {
    if (!subject.tables[t].is_table || !subject.tables[t].row_security) continue;
    for (std::size_t i = 0; i < subject.expectations.identities.size(); ++i) {
      const Identity& identity = subject.expectations.identities[i];
      if (identity.bypasses || !has_any_privilege(subject.tables[t], identity)) continue;
      cells.push_back({.table = t, .identity = i, .command = Command::select, .expected = {}, .values = {}});
    }
  }
  return cells;
}

}  // namespace

std::vector<Vantage> find_vantages(postgres::Connection& connection, const Subject& subject) {
  const auto cells = questions(subject);
  auto observed = run_cells(connection, subject, cells);
  std::vector<Vantage> vantages;
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i == 0 || cells[i].table != cells[i - 1].table)
      keys = all_keys(connection, subject.tables[cells[i].table]);
    Vantage vantage{.table = cells[i].table,
                    .identity = cells[i].identity,
                    .visible = std::move(observed[i].keys),
                    .hidden = {}};
    std::set_difference(keys.begin(), keys.end(), vantage.visible.begin(), vantage.visible.end(),
                        std::back_inserter(vantage.hidden));
    if (!vantage.hidden.empty()) vantages.push_back(std::move(vantage));
  }
  return vantages;
}

}  // namespace dunlin::trial
