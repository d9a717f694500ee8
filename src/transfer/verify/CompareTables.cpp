#include "transfer/verify/CompareTables.hpp"

#include <algorithm>
#include <mutex>

#include "base/Identifier.hpp"
#include "transfer/load/Chunks.hpp"
#include "transfer/load/TaskGraph.hpp"
#include "transfer/verify/SourceRows.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::int64_t k_bytes_a_part = 32 << 20;

sqlite::Database open_snapshot(const CompareRequest& request) {
  return sqlite::Database::open(request.snapshot, sqlite::Database::Mode::read_only);
}

// Tables that were empty when the plan was made may have rows since.
Mapping with_rows(Mapping mapping) {
  for (auto& table : mapping.tables) table.rows = std::max<std::int64_t>(table.rows, 1);
  return mapping;
}

// Makes the tasks of one comparison and collects their sums.
class Compare {
 public:
  explicit Compare(const CompareRequest& request)
      : request_(request),
        holder_(open_load_session(request.session)),
        tables_(request.mapping.tables.size()) {
    holder_.exec("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    instant_ = request.instant.empty() ? holder_.exec("SELECT pg_catalog.pg_export_snapshot()").string(0, 0)
                                       : request.instant;
    for (std::size_t i = 0; i < tables_.size(); ++i) state_.tables.emplace_back();
  }

  std::vector<LoadedTable> run(const LoadObserver& observer) {
    auto snapshot = open_snapshot(request_);
    for (const auto& planned : plan_chunks(snapshot, with_rows(request_.mapping))) add_source(planned);
    for (std::size_t i = 0; i < tables_.size(); ++i) add_target(i);
    state_.checks_left = static_cast<int>(tasks_.size());
    run_tasks(
        tasks_, request_.connections, [this] { return open_worker(); },
        [&] {
          if (observer) observer(state_);
        });
    return std::move(tables_);
  }

 private:
  Worker open_worker() const {
    Worker worker{open_load_session(request_.session), open_snapshot(request_)};
    worker.connection.exec("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    worker.connection.exec(postgres::Sql::trusted("SET TRANSACTION SNAPSHOT " + quote_literal(instant_)));
    return worker;
  }

  const TableMapping& table(std::size_t index) const { return request_.mapping.tables[index]; }

  void add_source(const PlannedChunk& planned) {
    tasks_.push_back({.what = "reading " + planned.chunk.table,
                      .weight = planned.bytes,
                      .run = [this, index = planned.table, chunk = planned.chunk](Worker& worker) {
                        const Chunk read = read_source(worker.snapshot, table(index), chunk, {});
                        const std::lock_guard lock(mutex_);
                        tables_[index].source += read.sum;
                        tables_[index].rejected += read.rejected;
                        tables_[index].changed += read.changed;
                        --state_.checks_left;
                      }});
  }

  void add_target(std::size_t index) {
    auto parts = std::max<std::int64_t>(1, table(index).bytes / k_bytes_a_part);
    const auto pages = parts > 1 ? page_count(holder_, {table(index), request_.session.schema}) : 0;
    if (pages == 0) parts = 1;
    for (std::int64_t part = 0; part < parts; ++part) {
      ReadScope scope;
      if (parts > 1) {
        scope.first_page = pages * part / parts;
        scope.pages = pages * (part + 1) / parts - *scope.first_page;
      }
      tasks_.push_back(
          {.what = "reading back " + table(index).target,
           .weight = table(index).bytes / parts,
           .run = [this, index, scope](Worker& worker) {
             const RowSum sum = read_back(worker.connection, {table(index), request_.session.schema}, scope);
             const std::lock_guard lock(mutex_);
             tables_[index].target += sum;
             state_.tables[index].rows += sum.rows;
             --state_.checks_left;
           }});
    }
  }

  const CompareRequest& request_;
  postgres::Connection holder_;  // keeps the instant that the workers read at
  std::string instant_;
  LoadState state_;
  std::vector<LoadedTable> tables_;
  std::vector<Task> tasks_;
  std::mutex mutex_;
};

// The chunks of a table that aren't the same on both sides; all of it where the target can't be cut alike.
std::vector<Chunk> differing_chunks(sqlite::Database& snapshot, postgres::Connection& connection,
                                    const TargetRows& target) {
  const Chunk whole{.table = target.mapping.source};
  if (stored_rowid(target.mapping).empty()) return {whole};
  Mapping one;
  one.tables = {target.mapping};
  std::vector<Chunk> differing;
  for (const auto& planned : plan_chunks(snapshot, one)) {
    if (!planned.chunk.low) return {whole};
    const auto sent = read_source(snapshot, target.mapping, planned.chunk, {});
    const ReadScope scope{.low = planned.chunk.low, .high = planned.chunk.high};
    if (sent.sum != read_back(connection, target, scope)) differing.push_back(planned.chunk);
  }
  if (differing.empty()) differing.push_back(whole);  // rows outside of all ranges
  return differing;
}

}  // namespace

std::vector<LoadedTable> compare_tables(const CompareRequest& request, const LoadObserver& observer) {
  return Compare(request).run(observer);
}

void explain_differences(const CompareRequest& request, std::vector<TableVerdict>& verdicts,
                         std::size_t limit) {
  if (worst(verdicts) != TableState::different) return;
  auto snapshot = open_snapshot(request);
  auto connection = open_load_session(request.session);
  connection.exec("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    auto& verdict = verdicts[i];
    if (verdict.state != TableState::different) continue;
    const TargetRows target{request.mapping.tables[i], request.session.schema};
    for (const auto& chunk : differing_chunks(snapshot, connection, target)) {
      if (verdict.differences.size() >= limit) break;
      const auto found =
          find_differences(snapshot, connection, target, chunk, limit - verdict.differences.size());
      verdict.differences.insert(verdict.differences.end(), found.begin(), found.end());
    }
  }
}

}  // namespace dunlin::transfer
