#include "trial/rls/Rewrite.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Json.hpp"
#include "trial/rls/Probe.hpp"
#include "trial/rls/RewriteExpression.hpp"

namespace dunlin::trial {
namespace {

using postgres::Sql;

// Functions without arguments that have one answer a query, as pg_get_expr may spell them.
std::set<std::string> stable_calls(postgres::Connection& connection) {
  const auto rows = connection.exec(
      "SELECT p.proname, n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = "
      "p.pronamespace WHERE p.provolatile IN ('s', 'i') AND p.pronargs = 0 AND NOT p.proretset "
      "AND n.nspname NOT IN ('pg_catalog', 'information_schema')");
  std::set<std::string> names;
  for (int i = 0; i < rows.rows(); ++i) {
    names.insert(rows.string(i, 0));
    names.insert(rows.string(i, 1));
  }
  return names;
}

std::optional<std::string> rewritten_policy(const Policy& policy, const std::set<std::string>& stable) {
  const RewriteContext context{.table = policy.table, .stable_calls = stable};
  const std::string using_sql = rewrite_expression(policy.using_sql, context);
  const std::string check_sql = rewrite_expression(policy.check_sql, context);
  if (using_sql == policy.using_sql && check_sql == policy.check_sql) return std::nullopt;
  return fmt::format("ALTER POLICY {} ON {}{}{}", quote_identifier(policy.name),
                     quote_identifier(policy.schema, policy.table),
                     using_sql.empty() ? "" : "\n  USING (" + using_sql + ")",
                     check_sql.empty() ? "" : "\n  WITH CHECK (" + check_sql + ")");
}

bool reads_through(const Policy& policy, const Cell& cell, const TableFacts& table) {
  if (policy.schema != table.schema || policy.table != table.name || cell.form != Form::reading) return false;
  switch (policy.command) {
    case '*': return true;
    case 'r': return cell.command == Command::select;
    case 'w': return cell.command == Command::update;
    case 'd': return cell.command == Command::remove;
    default: return false;
  }
}

// Milliseconds of the plan's execution: EXPLAIN's own figure, without the way to us.
double execution_time(const std::string& explained) {
  const Json json = Json::parse(explained, 2000);
  const Json* time = json.elements() != nullptr && !json.elements()->empty()
                         ? json.elements()->front().find("Execution Time")
                         : nullptr;
  if (time == nullptr) return 0;
  if (const auto* real = std::get_if<double>(&time->value())) return *real;
  return time->integer() != nullptr ? static_cast<double>(*time->integer()) : 0;
}

double time_once(postgres::Connection& connection, const Subject& subject, const Cell& cell) {
  const Identity& identity = subject.expectations.identities[cell.identity];
  if (subject.triggers_off_for_delete && cell.command == Command::remove)
    connection.exec("SET LOCAL session_replication_role = replica");
  const Query who = become(identity);
  connection.exec(Sql::trusted(who.sql), who.parameters);
  const Query what = probe(cell, identity, subject.tables[cell.table]);
  return execution_time(
      connection.exec(Sql::trusted("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + what.sql), what.parameters)
          .string(0, 0));
}

// The median of three; nothing for a command that fails for another reason than a policy.
std::optional<double> time_cell(postgres::Connection& connection, const Subject& subject, const Cell& cell) {
  std::array<double, 3> times{};
  for (double& time : times) {
    connection.exec("SAVEPOINT dunlin_timing");
    bool failed = false;
    try {
      time = time_once(connection, subject, cell);
    } catch (const postgres::SqlError& error) {
      if (error.is_connection_loss()) throw;
      failed = true;
    }
    connection.exec("ROLLBACK TO SAVEPOINT dunlin_timing");
    connection.exec("RELEASE SAVEPOINT dunlin_timing");
    if (failed) return std::nullopt;
  }
  std::sort(times.begin(), times.end());
  return times[1];
}

// The cell that takes longest through the policy now.
const CellResult* find_slowest(postgres::Connection& connection, const Subject& subject,
                               const std::vector<CellResult>& baseline, Rewrite& rewrite) {
  const CellResult* slowest = nullptr;
  for (const CellResult& result : baseline) {
    if (result.observed.kind != Observed::Kind::rows ||
        !reads_through(rewrite.policy, result.cell, subject.tables[result.cell.table]))
      continue;
    const auto time = time_cell(connection, subject, result.cell);
    if (!time || (slowest != nullptr && *time <= rewrite.before_ms)) continue;
    slowest = &result;
    rewrite.before_ms = *time;
  }
  if (slowest != nullptr) rewrite.timed = slowest->label;
  return slowest;
}

void compare_cells(postgres::Connection& connection, const Subject& subject,
                   const std::vector<CellResult>& baseline, Rewrite& rewrite) {
  std::vector<Cell> cells;
  for (const CellResult& result : baseline) cells.push_back(result.cell);
  const auto observed = run_cells(connection, subject, cells);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Observed& before = baseline[i].observed;
    if (before.kind != observed[i].kind || before.keys != observed[i].keys ||
        before.affected != observed[i].affected)
      rewrite.different.push_back(baseline[i].label);
  }
  rewrite.equal = rewrite.different.empty();
}

void try_rewrite(postgres::Connection& connection, const Subject& subject,
                 const std::vector<CellResult>& baseline, Rewrite& rewrite) {
  const CellResult* slowest = find_slowest(connection, subject, baseline, rewrite);
  connection.exec("SAVEPOINT dunlin_rewrite");
  try {
    connection.exec(Sql::trusted(rewrite.sql));
    compare_cells(connection, subject, baseline, rewrite);
    if (rewrite.equal && slowest != nullptr)
      rewrite.after_ms = time_cell(connection, subject, slowest->cell).value_or(0);
  } catch (const postgres::SqlError& error) {
    if (error.is_connection_loss()) throw;
    rewrite.error = error.message();
    rewrite.equal = false;
  }
  connection.exec("ROLLBACK TO SAVEPOINT dunlin_rewrite");
  connection.exec("RELEASE SAVEPOINT dunlin_rewrite");
}

}  // namespace

std::vector<Rewrite> try_rewrites(postgres::Connection& connection, const Subject& subject,
                                  const std::vector<CellResult>& baseline,
                                  const std::vector<Policy>& policies) {
  const auto stable = stable_calls(connection);
  std::vector<Rewrite> rewrites;
  for (const Policy& policy : policies) {
    const auto sql = rewritten_policy(policy, stable);
    if (!sql) continue;
    Rewrite rewrite{.policy = policy, .sql = *sql};
    try_rewrite(connection, subject, baseline, rewrite);
    rewrites.push_back(std::move(rewrite));
  }
  return rewrites;
}

}  // namespace dunlin::trial
