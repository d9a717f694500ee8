#include "trial/rls/RlsTrial.hpp"

#include <algorithm>
#include <set>

#include "base/Error.hpp"
#include "postgres/Transaction.hpp"
#include "trial/channels/TryChannels.hpp"

namespace dunlin::trial {
namespace {

// One snapshot for the oracle and all cells: what others commit meanwhile can't look like a leak.
void prepare(postgres::Connection& connection) {
  connection.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  connection.exec("SET LOCAL lock_timeout = '5s'");
  connection.exec("SET LOCAL statement_timeout = '60s'");
  connection.exec("SET LOCAL jit = off");
  // Refusals are told apart by their words.
  connection.exec(
      "SELECT set_config('lc_messages', 'C', true) FROM pg_roles WHERE rolname = current_user AND rolsuper");
}

std::vector<std::string> client_roles(const Expectations& expectations) {
  if (!expectations.client_roles.empty()) return expectations.client_roles;
  std::set<std::string> roles;
  for (const Identity& identity : expectations.identities)
    if (!identity.bypasses) roles.insert(identity.role);
  return {roles.begin(), roles.end()};
}

std::vector<CellResult> judge_all(const Expectations& expectations, const std::vector<Cell>& cells,
                                  const std::vector<std::vector<std::string>>& oracle,
                                  std::vector<Observed> observed) {
  std::vector<CellResult> results;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Verdict verdict = judge(cells[i], oracle[i], observed[i]);
    results.push_back({cells[i], label(cells[i], expectations), std::move(observed[i]), std::move(verdict)});
  }
  return results;
}

std::vector<std::string> tables_without_expectations(const std::vector<Policy>& policies,
                                                     const std::vector<TableFacts>& tables) {
  std::set<std::string> names;
  for (const Policy& policy : policies) names.insert(policy.schema + "." + policy.table);
  for (const TableFacts& table : tables) names.erase(table.schema + "." + table.name);
  return {names.begin(), names.end()};
}

}  // namespace

std::size_t RlsReport::red_cells() const {
  return static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), [](const CellResult& cell) {
    return cell.verdict.kind != Verdict::Kind::ok;
  }));
}

std::size_t RlsReport::critical_leaks() const {
  std::size_t count = 0;
  for (const auto& check : leaks) {
    if (check.state == checks::State::error) ++count;
    count += static_cast<std::size_t>(
        std::count_if(check.observations.begin(), check.observations.end(),
                      [](const auto& one) { return one.state == checks::State::critical; }));
  }
  return count;
}

bool RlsReport::failed() const {
  return red_cells() > 0 || critical_leaks() > 0 ||
         (mutations && (mutations->tested < mutations->policies || mutations->survivors() > 0));
}

std::vector<std::string> take_accepted(std::vector<checks::CheckResult>& results,
                                       const std::vector<std::string>& accepted) {
  std::vector<std::string> met;
  for (auto& result : results) {
    if (result.observations.empty()) continue;
    std::erase_if(result.observations, [&](const checks::Observation& one) {
      const std::string name = result.check.name + " " + one.object;
      if (std::find(accepted.begin(), accepted.end(), name) == accepted.end()) return false;
      met.push_back(name);
      return true;
    });
    result.state = checks::State::ok;
    for (const auto& one : result.observations) result.state = std::max(result.state, one.state);
  }
  return met;
}

RlsReport run_rls(postgres::Connection& connection, const Expectations& expectations,
                  const RlsOptions& options) {
  require_testable_roles(connection, expectations);
  checks::require_client_roles(connection, expectations.client_roles);
  RlsReport report;
  report.leaks = checks::run_checks(connection, checks::checks_of("rls"), client_roles(expectations));
  const bool in_charge = may_turn_triggers_off(connection);
  const postgres::Transaction transaction(connection);
  prepare(connection);
  if (options.load_fixtures) options.load_fixtures(connection);
  connection.exec("SET CONSTRAINTS ALL IMMEDIATE");
  const auto tables = read_tables(connection, expectations);
  const Subject subject{expectations, tables, in_charge};
  report.policies = read_policies(connection, tables);
  report.unexpected = tables_without_expectations(report.policies, tables);
  for (const TableFacts& table : tables)
    if (table.empty) report.without_rows.push_back(table.schema + "." + table.name);
  const auto cells = make_cells(expectations);
  const auto oracle = ask_oracle(connection, subject, cells);
  report.cells = judge_all(expectations, cells, oracle, run_cells(connection, subject, cells));
  for (auto& channel : try_channels(connection, subject)) report.leaks.push_back(std::move(channel));
  report.accepted = take_accepted(report.leaks, expectations.accepted);
  if (options.mutate) report.mutations = mutate(connection, subject, report.cells, oracle, report.policies);
  if (options.rewrite) report.rewrites = try_rewrites(connection, subject, report.cells, report.policies);
  return report;
}

}  // namespace dunlin::trial
