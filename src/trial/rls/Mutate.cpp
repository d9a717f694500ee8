#include "trial/rls/Mutate.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"

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

void try_mutant(postgres::Connection& connection, const Subject& subject,
                const std::vector<CellResult>& baseline, const std::vector<std::vector<std::string>>& oracle,
                Mutant& mutant) {
  connection.exec("SAVEPOINT dunlin_mutant");
  connection.exec(Sql::trusted(mutant.sql));
  mutant.noticed_by = first_red(connection, subject, watch(subject, baseline, oracle, mutant.policy, true));
  if (mutant.noticed_by.empty())  // other tables' policies may read this one
    mutant.noticed_by =
        first_red(connection, subject, watch(subject, baseline, oracle, mutant.policy, false));
  mutant.noticed = !mutant.noticed_by.empty();
  connection.exec("ROLLBACK TO SAVEPOINT dunlin_mutant");
  connection.exec("RELEASE SAVEPOINT dunlin_mutant");
}

}  // namespace

std::vector<Mutant> mutants_of(const Policy& policy) {
  const std::string name = quote_identifier(policy.name);
  const std::string table = quote_identifier(policy.schema, policy.table);
  std::vector<Mutant> mutants{
      {.policy = policy, .change = "dropped", .sql = fmt::format("DROP POLICY {} ON {}", name, table)}};
  // An ALL or UPDATE policy without WITH CHECK checks new rows by USING (PostgreSQL docs, CREATE POLICY).
  if (!policy.using_sql.empty() && policy.using_sql != "true")
    mutants.push_back({.policy = policy,
                       .change = "USING (true)",
                       .sql = fmt::format("ALTER POLICY {} ON {} USING (true)", name, table)});
  if (!policy.check_sql.empty() && policy.check_sql != "true")
    mutants.push_back({.policy = policy,
                       .change = "WITH CHECK (true)",
                       .sql = fmt::format("ALTER POLICY {} ON {} WITH CHECK (true)", name, table)});
  return mutants;
}

Mutations mutate(postgres::Connection& connection, const Subject& subject,
                 const std::vector<CellResult>& baseline, const std::vector<std::vector<std::string>>& oracle,
                 const std::vector<Policy>& policies) {
  Mutations mutations{.policies = policies.size()};
  for (const Policy& policy : policies) {
    const bool named = std::any_of(subject.tables.begin(), subject.tables.end(),
                                   [&](const TableFacts& table) { return is_on(policy, table); });
    if (!named) {
      mutations.without_expectations.push_back(policy);
      continue;
    }
    auto mutants = mutants_of(policy);
    for (Mutant& mutant : mutants) try_mutant(connection, subject, baseline, oracle, mutant);
    if (std::all_of(mutants.begin(), mutants.end(), [](const auto& mutant) { return mutant.noticed; }))
      ++mutations.tested;
    mutations.mutants.insert(mutations.mutants.end(), mutants.begin(), mutants.end());
  }
  return mutations;
}

}  // namespace dunlin::trial
