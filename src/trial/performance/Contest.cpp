#include "trial/performance/Contest.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "trial/performance/Load.hpp"

namespace dunlin::trial {
namespace {

using postgres::Sql;

// The plan and the rows, and whether the query runs at all.
void look_at(SessionPool& pool, const PerformanceQuery& query, Side& side) {
  auto& session = pool.sessions().front();
  try {
    side.rows = session.exec(Sql::trusted(query.sql), query.parameters).rows();
    side.explained =
        session.exec(Sql::trusted("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query.sql), query.parameters)
            .string(0, 0);
  } catch (const postgres::SqlError& error) {
    if (error.is_connection_loss()) throw;
    side.possible = false;
    side.error = error.message();
    return;
  }
  side.plan = facts_of_plan(Json::parse(side.explained, 2000));
}

void take_samples(SessionPool& pool, const PerformanceQuery& query, const PerformanceContract& contract,
                  Side& side) {
  if (!side.possible) return;
  const auto samples =
      ask_at_once(pool, query, contract.clients, std::max(contract.repeat, contract.clients));
  side.samples.insert(side.samples.end(), samples.begin(), samples.end());
}

void warm_up(SessionPool& pool, const PerformanceQuery& query, const PerformanceContract& contract,
             Side& side) {
  pool.become(query);
  look_at(pool, query, side);
  if (side.possible && contract.warmup > 0) ask_at_once(pool, query, contract.clients, contract.warmup);
}

void sum_up(Side& side) {
  side.p50 = median_of(side.samples);
  side.p95 = percentile(side.samples, 0.95);
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
  measured.change = change_of_median(measured.before.samples, measured.after.samples);
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
      broken.push_back(fmt::format("scans {} row by row: {:.0f} rows, promised at most {:.0f}", scan.table,
                                   scan.rows, *query.no_seq_scan_over));
}

}  // namespace

std::vector<std::string> broken_promises(const Measured& measured, double tolerance) {
  const PerformanceQuery& query = measured.query;
  if (!measured.after.possible) return {"fails after the migrations: " + measured.after.error};
  std::vector<std::string> broken;
  judge_budget("p50", measured.after.p50.value, query.p50_ms, broken);
  judge_budget("p95", measured.after.p95, query.p95_ms, broken);
  if (query.rows && measured.after.rows != *query.rows)
    broken.push_back(fmt::format("returns {} rows, promised {}", measured.after.rows, *query.rows));
  judge_plan(query, measured.after.plan, broken);
  if (!measured.before.possible) return broken;
  if (measured.before.rows != measured.after.rows)
    broken.push_back(
        fmt::format("returned {} rows before, {} after", measured.before.rows, measured.after.rows));
  if (measured.change.low > tolerance)
    broken.push_back(fmt::format("slower by {:.0f} % (95 %: {:.0f} to {:.0f})", measured.change.value,
                                 measured.change.low, measured.change.high));
  if (query.improvement && -measured.change.value < *query.improvement)
    broken.push_back(
        fmt::format("faster by {:.0f} %, promised {:.0f} %", -measured.change.value, *query.improvement));
  return broken;
}

std::vector<Measured> measure(const std::string& before, const std::string& after,
                              const PerformanceContract& contract,
                              const std::function<void(const std::string&)>& progress) {
  const int sessions = std::min(contract.clients, contract.pool);
  SessionPool old_pool(before, sessions);
  SessionPool new_pool(after, sessions);
  std::vector<Measured> all;
  for (const PerformanceQuery& query : contract.queries) {
    progress(query.name);
    all.push_back(measure_query(old_pool, new_pool, query, contract));
  }
  return all;
}

}  // namespace dunlin::trial
