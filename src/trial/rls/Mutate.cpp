#include "trial/rls/Mutate.hpp"

#include <algorithm>
#include <map>

#include "trial/rls/OpenQuestions.hpp"

namespace dunlin::trial {
namespace {

using postgres::Sql;

// Cells that were as expected, with their oracle, in the order in which they are tried.
struct Watch {
  std::vector<Cell> cells;
  std::vector<std::vector<std::string>> oracle;
  std::vector<std::string> labels;
};

bool is_on(const Policy& policy, const TableFacts& table) {
  return policy.schema == table.schema && policy.table == table.name;
}

Watch watch(const Subject& subject, const std::vector<CellResult>& baseline,
            const std::vector<std::vector<std::string>>& oracle, const Policy& policy, bool own_table) {
  Watch watch;
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    if (baseline[i].verdict.kind != Verdict::Kind::ok) continue;
    if (is_on(policy, subject.tables[baseline[i].cell.table]) != own_table) continue;
    watch.cells.push_back(baseline[i].cell);
    watch.oracle.push_back(oracle[i]);
    watch.labels.push_back(baseline[i].label);
  }
  return watch;
}

std::string first_red(postgres::Connection& connection, const Subject& subject, const Watch& watch) {
  if (watch.cells.empty()) return {};
  const auto observed = run_cells(connection, subject, watch.cells);
  for (std::size_t i = 0; i < observed.size(); ++i)
    if (judge(watch.cells[i], watch.oracle[i], observed[i]).kind != Verdict::Kind::ok) return watch.labels[i];
  return {};
}

// What could be asked of each table, and what came of it before any change.
class Grid {
 public:
  Grid(postgres::Connection& connection, const Subject& subject)
      : connection_(connection), subject_(subject) {}

  // Asks again under the change that is in force; the same question before it was asked when first needed,
  // which must be outside of any change: see prepare().
  std::vector<std::string> differences(std::size_t table) {
    const Asked& asked = asked_.at(table);
    const auto changed = run_cells(connection_, subject_, asked.cells);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < asked.cells.size(); ++i) {
      auto line = describe_difference(asked.cells[i], subject_, asked.before[i], changed[i]);
      if (!line.empty()) out.push_back(std::move(line));
    }
    return out;
  }
  void prepare(std::size_t table) {
    if (asked_.contains(table)) return;
    Asked asked{.cells = open_questions(subject_, table), .before = {}};
    asked.before = run_cells(connection_, subject_, asked.cells);
    asked_.emplace(table, std::move(asked));
  }

 private:
  struct Asked {
    std::vector<Cell> cells;
    std::vector<Observed> before;
  };
  postgres::Connection& connection_;
  const Subject& subject_;
  std::map<std::size_t, Asked> asked_;
};

// False when the server doesn't take the change: another column may not fit a function's parameters.
bool apply(postgres::Connection& connection, const Mutant& mutant) {
  try {
    for (const auto& sql : mutant.sql) connection.exec(Sql::trusted(sql));
  } catch (const postgres::SqlError& error) {
    if (error.ends_the_work() || mutant.essential) throw;
    return false;
  }
  return true;
}

bool try_mutant(postgres::Connection& connection, const Subject& subject, Grid& grid, std::size_t table,
                const std::vector<CellResult>& baseline, const std::vector<std::vector<std::string>>& oracle,
                Mutant& mutant) {
  grid.prepare(table);
  connection.exec("SAVEPOINT dunlin_mutant");
  const bool applied = apply(connection, mutant);
  if (applied) {
    mutant.noticed_by = first_red(connection, subject, watch(subject, baseline, oracle, mutant.policy, true));
    if (mutant.noticed_by.empty())  // other tables' policies may read this one
      mutant.noticed_by =
          first_red(connection, subject, watch(subject, baseline, oracle, mutant.policy, false));
    mutant.noticed = !mutant.noticed_by.empty();
    if (!mutant.noticed) mutant.would_notice = grid.differences(table);
  }
  connection.exec("ROLLBACK TO SAVEPOINT dunlin_mutant");
  connection.exec("RELEASE SAVEPOINT dunlin_mutant");
  return applied;
}

ColumnTypes column_types(postgres::Connection& connection, const TableFacts& table) {
  const auto rows = connection.exec(
      "SELECT attname, atttypid::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT "
      "attisdropped",
      {table.quoted});
  ColumnTypes columns;
  for (int i = 0; i < rows.rows(); ++i) columns.emplace(rows.string(i, 0), rows.string(i, 1));
  return columns;
}

}  // namespace

std::size_t Mutations::survivors() const {
  return static_cast<std::size_t>(
      std::count_if(mutants.begin(), mutants.end(), [](const Mutant& mutant) { return mutant.survived(); }));
}

Mutations mutate(postgres::Connection& connection, const Subject& subject,
                 const std::vector<CellResult>& baseline, const std::vector<std::vector<std::string>>& oracle,
                 const std::vector<Policy>& policies) {
  Mutations mutations{.mutants = {}, .without_expectations = {}, .policies = policies.size()};
  Grid grid(connection, subject);
  const auto try_all = [&](std::vector<Mutant> mutants, std::size_t table) {
    std::erase_if(mutants, [&](Mutant& mutant) {
      return !try_mutant(connection, subject, grid, table, baseline, oracle, mutant);
    });
    const bool tested =
        std::none_of(mutants.begin(), mutants.end(), [](const auto& one) { return one.survived(); });
    mutations.mutants.insert(mutations.mutants.end(), mutants.begin(), mutants.end());
    return tested;
  };
  for (const Policy& policy : policies) {
    const auto table = std::find_if(subject.tables.begin(), subject.tables.end(),
                                    [&](const TableFacts& one) { return is_on(policy, one); });
    if (table == subject.tables.end()) {
      mutations.without_expectations.push_back(policy);
      continue;
    }
    const auto index = static_cast<std::size_t>(table - subject.tables.begin());
    if (try_all(mutants_of(policy, column_types(connection, *table)), index)) ++mutations.tested;
  }
  for (std::size_t i = 0; i < subject.tables.size(); ++i) try_all(mutants_of_table(subject.tables[i]), i);
  return mutations;
}

}  // namespace dunlin::trial
