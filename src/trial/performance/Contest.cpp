#include "trial/performance/Contest.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "trial/performance/Load.hpp"

namespace dunlin::trial {
namespace {

using postgres::Sql;

// Roles belong to the server: both sides have the same.
void require_roles(postgres::Connection& connection, const PerformanceContract& contract) {
  for (const PerformanceQuery& query : contract.queries) {
    if (query.role.empty() || query.role == "none") continue;
    if (connection.exec("SELECT FROM pg_roles WHERE rolname = $1", {query.role}).rows() > 0) continue;
    throw usage_error(fmt::format("query {}: there is no role {} after the migrations; nothing was measured",
                                  printable(query.name), printable(query.role)),
                      "correct the role of the query, or create it in a migration or in the generator");
  }
}

// The plan and the rows, and whether the query runs at all.
void look_at(SessionPool& pool, const PerformanceQuery& query, Side& side) {
  auto& session = pool.sessions().front();
  try {
    pool.become(query);
    side.rows = session.exec(Sql::trusted(query.sql), query.parameters).rows();
    side.explained =
        session.exec(Sql::trusted("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query.sql), query.parameters)
            .string(0, 0);
  } catch (const postgres::SqlError& error) {
    if (error.is_connection_loss()) throw;
    stop_if_interrupted();
    side.possible = false;
    side.error = error.message();
    return;
  }
  side.plan = facts_of_plan(Json::parse(side.explained, 2000));
}

// What ran once may fail later: a query that writes, or that waits for another client's.
std::vector<double> ask(SessionPool& pool, const PerformanceQuery& query, int clients, int calls,
                        Side& side) {
  try {
    return ask_at_once(pool, query, clients, calls);
  } catch (const postgres::SqlError& error) {
    if (error.is_connection_loss()) throw;
    stop_if_interrupted();
    side.possible = false;
    side.error = error.message() + " (not at the first call)";
    return {};
  }
}

void take_samples(SessionPool& pool, const PerformanceQuery& query, const PerformanceContract& contract,
                  Side& side) {
  if (!side.possible) return;
  side.rounds.push_back(
      ask(pool, query, contract.clients, std::max(contract.repeat, contract.clients), side));
}

void warm_up(SessionPool& pool, const PerformanceQuery& query, const PerformanceContract& contract,
             Side& side) {
  look_at(pool, query, side);
  // Every session has caches of its own to fill.
  const int calls = std::max(contract.warmup, static_cast<int>(pool.sessions().size()));
  if (side.possible && contract.warmup > 0) ask(pool, query, std::max(contract.clients, calls), calls, side);
}

void sum_up(Side& side) {
  const auto samples = samples_of(side.rounds);
  side.p50 = median_of(samples);
  side.p95 = percentile(samples, 0.95);
}

Measured measure_query(SessionPool& before, SessionPool& after, const PerformanceQuery& query,
                       const PerformanceContract& contract) {
  Measured measured{.query = query};
  warm_up(before, query, contract, measured.before);
  warm_up(after, query, contract, measured.after);
  for (int round = 0; round < contract.rounds; ++round) {
    const bool old_first = round % 2 == 0;
    if (old_first) take_samples(before, query, contract, measured.before);
    take_samples(after, query, contract, measured.after);
    if (!old_first) take_samples(before, query, contract, measured.before);
  }
  sum_up(measured.before);
  sum_up(measured.after);
  measured.change = change_of_median(measured.before.rounds, measured.after.rounds);
  measured.broken = broken_promises(measured, contract.tolerance);
  return measured;
}

void judge_budget(const char* name, double measured, std::optional<double> budget,
                  std::vector<std::string>& broken) {
  if (budget && measured > *budget)
    broken.push_back(fmt::format("{} is {:.2f} ms, promised {:.2f} ms", name, measured, *budget));
}

void judge_plan(const PerformanceQuery& query, const PlanFacts& plan, std::vector<std::string>& broken) {
  for (const auto& index : query.uses_index)
    if (std::find(plan.indexes.begin(), plan.indexes.end(), index) == plan.indexes.end())
      broken.push_back(fmt::format("doesn't use index {}: {}", index, describe(plan)));
  if (!query.no_seq_scan_over) return;
  for (const auto& scan : plan.seq_scans)
    if (scan.rows > *query.no_seq_scan_over)
      broken.push_back(fmt::format("scans {} row by row: {}, promised at most {:.0f}", scan.table,
                                   counted(static_cast<std::size_t>(scan.rows), "row"),
                                   *query.no_seq_scan_over));
}

}  // namespace

std::vector<std::string> broken_promises(const Measured& measured, double tolerance) {
  const PerformanceQuery& query = measured.query;
  if (!measured.after.possible) return {"fails after the migrations: " + measured.after.error};
  std::vector<std::string> broken;
  judge_budget("p50", measured.after.p50.value, query.p50_ms, broken);
  judge_budget("p95", measured.after.p95, query.p95_ms, broken);
  if (query.rows && measured.after.rows != *query.rows)
    broken.push_back(fmt::format("returns {}, promised {}",
                                 counted(static_cast<std::size_t>(measured.after.rows), "row"), *query.rows));
  judge_plan(query, measured.after.plan, broken);
  if (!measured.before.possible) {
    if (query.improvement)
      broken.push_back(fmt::format("promised {:.0f} % faster, and fails before the migrations: {}",
                                   *query.improvement, measured.before.error));
    return broken;
  }
  if (measured.before.rows != measured.after.rows)
    broken.push_back(fmt::format("returned {} before, {} after",
                                 counted(static_cast<std::size_t>(measured.before.rows), "row"),
                                 measured.after.rows));
  if (measured.change.low > tolerance)
    broken.push_back(fmt::format("slower by {:.0f} % (95 %: {:.0f} to {:.0f})", measured.change.value,
                                 measured.change.low, measured.change.high));
  if (query.improvement && -measured.change.value < *query.improvement)
    broken.push_back(fmt::format("{} by {:.0f} %, promised {:.0f} % faster",
                                 measured.change.value > 0 ? "slower" : "faster",
                                 std::abs(measured.change.value), *query.improvement));
  return broken;
}

std::vector<Measured> measure(const std::string& before, const std::string& after,
                              const PerformanceContract& contract,
                              const std::function<void(const std::string&)>& progress) {
  const int sessions = std::min(contract.clients, contract.sessions);
  SessionPool old_pool(before, sessions);
  SessionPool new_pool(after, sessions);
  require_roles(new_pool.sessions().front(), contract);
  std::vector<Measured> all;
  for (const PerformanceQuery& query : contract.queries) {
    progress(query.name);
    all.push_back(measure_query(old_pool, new_pool, query, contract));
  }
  return all;
}

}  // namespace dunlin::trial
