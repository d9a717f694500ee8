#include "transfer/load/Load.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <mutex>

#include "base/Identifier.hpp"
#include "base/KillPoint.hpp"
#include "transfer/load/Chunks.hpp"
#include "transfer/load/TaskGraph.hpp"
#include "transfer/load/UnitTables.hpp"
#include "transfer/verify/ReadBack.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::int64_t k_bytes_a_part = 32 << 20;  // of a table that is read back by several sessions
// What is read back waits until nothing else is ready: it fills the time in which the last keys are built.
constexpr std::int64_t k_last = std::int64_t{1} << 60;

bool touches(const UnitTables& a, const UnitTables& b) {
  const auto any_in = [](const auto& names, const auto& others) {
    return std::any_of(names.begin(), names.end(), [&](const auto& name) { return others.contains(name); });
  };
  return !a.known || !b.known || any_in(a.changes, b.changes) || any_in(a.changes, b.reads) ||
         any_in(a.reads, b.changes);
}

// Makes the tasks of one load and what they write their results to.
class Load {
 public:
  explicit Load(const LoadRequest& request)
      : request_(request),
        target_{request.session.transfer, request.session.schema},
        tables_(request.mapping.tables.size()),
        copies_(request.mapping.tables.size()) {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      state_.tables.emplace_back();
      index_[request.mapping.tables[i].target] = i;
    }
    for (const auto& chunk : request.recorded) count_recorded(chunk);
  }

  std::vector<LoadedTable> run(const LoadObserver& observer) {
    add_copies();
    add_units();
    run_tasks(
        tasks_, request_.connections, [this] { return open_worker(); },
        [&] {
          if (observer) observer(state_);
        });
    return std::move(tables_);
  }

 private:
  Worker open_worker() const {
    return {open_load_session(request_.session),
            sqlite::Database::open(request_.snapshot, sqlite::Database::Mode::read_only)};
  }

  const TableMapping& table(std::size_t index) const { return request_.mapping.tables[index]; }

  void count_recorded(const Chunk& chunk) {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      if (table(i).source != chunk.table) continue;
      count(i, chunk);
      state_.tables[i].rows += chunk.sum.rows;
    }
  }

  void count(std::size_t index, const Chunk& chunk) {
    const std::lock_guard lock(mutex_);
    tables_[index].source += chunk.sum;
    tables_[index].rejected += chunk.rejected;
    tables_[index].changed += chunk.changed;
  }

  std::size_t add(Task task) {
    tasks_.push_back(std::move(task));
    return tasks_.size() - 1;
  }

  void add_copies() {
    auto snapshot = sqlite::Database::open(request_.snapshot, sqlite::Database::Mode::read_only);
    const auto chunks = without_recorded(plan_chunks(snapshot, request_.mapping), request_.recorded);
    state_.chunks_left = static_cast<int>(chunks.size());
    for (const auto& planned : chunks) {
      const std::size_t index = planned.table;
      copies_[index].push_back(
          add({.what = "copy of " + table(index).source,
               .weight = table(index).bytes,
               .run = [this, index, chunk = planned.chunk](Worker& worker) {
                 count(index, copy_chunk(worker, table(index), chunk, target_, state_.tables[index]));
                 --state_.chunks_left;
               }}));
    }
  }

  // Units keep the order of the file where they touch the same tables. Statistics are taken, and the rows are
  // read back, between a table's own units and those that look at several tables: foreign keys. What may
  // change rows comes before all of that.
  void add_units() {
    std::vector<std::vector<std::string_view>> statements;
    for (std::size_t i = 0; request_.keys != nullptr && i < request_.keys->segments(); ++i)
      statements.push_back(request_.keys->statements(i));
    const std::vector<UnitTables> units = tables_of_units(statements);
    state_.units_left = static_cast<int>(units.size());
    std::size_t may_change_rows = 0;  // up to here
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (!units[i].known) may_change_rows = i + 1;
    }
    std::vector<bool> settled(tables_.size(), false);
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (i >= may_change_rows && units[i].changes.size() + units[i].reads.size() > 1) {
        for (const auto& name : units[i].changes) settle(name, settled);
        for (const auto& name : units[i].reads) settle(name, settled);
      }
      add_unit(i, units[i]);
    }
    for (std::size_t i = 0; i < tables_.size(); ++i) settle(table(i).target, settled);
  }

  void add_unit(std::size_t segment, const UnitTables& tables) {
    place(tables, {.what = "unit " + std::to_string(segment + 1) + " of the keys",
                   .weight = weight_of(tables),
                   .run = [this, segment](Worker& worker) {
                     request_.keys->run(worker.connection, segment);
                     --state_.units_left;
                   }});
  }

  void settle(const std::string& name, std::vector<bool>& settled) {
    const auto found = index_.find(name);
    if (found == index_.end() || settled[found->second]) return;
    const std::size_t index = found->second;
    settled[index] = true;
    // Beside the table's indexes and statistics: none of them keeps a reader waiting.
    add_checks(index, waits_for({.changes = {}, .reads = {name}}));
    const UnitTables tables{.changes = {name}, .reads = {}};
    place(
        tables,
        {.what = "statistics of " + name, .weight = table(index).bytes, .run = [this, index](Worker& worker) {
           worker.connection.exec(
               postgres::Sql::trusted("ANALYZE " + quote_identifier(target_.schema, table(index).target)));
         }});
  }

  void add_checks(std::size_t index, const std::vector<std::size_t>& after) {
    const auto parts = std::max<std::int64_t>(1, table(index).bytes / k_bytes_a_part);
    for (std::int64_t part = 0; part < parts; ++part) {
      ++state_.checks_left;
      add({.what = "reading back " + table(index).target,
           .weight = table(index).bytes - k_last,
           .after = after,
           .run = [this, index, part, parts](Worker& worker) { check(worker, index, part, parts); }});
    }
  }

  void check(Worker& worker, std::size_t index, std::int64_t part, std::int64_t parts) {
    const TargetRows target{table(index), target_.schema};
    ReadScope scope;
    const auto pages = parts > 1 ? page_count(worker.connection, target) : 0;
    if (pages > 0) {
      scope.first_page = pages * part / parts;
      scope.pages = pages * (part + 1) / parts - *scope.first_page;
    }
    RowSum sum;  // what has no pages is read by the first part, all of it
    if (pages > 0 || part == 0) sum = read_back(worker.connection, target, scope);
    const std::lock_guard lock(mutex_);
    tables_[index].target += sum;
    --state_.checks_left;
  }

  std::int64_t weight_of(const UnitTables& tables) const {
    std::int64_t weight = 0;
    for (const auto* names : {&tables.changes, &tables.reads}) {
      for (const auto& name : *names) {
        const auto found = index_.find(name);
        if (found != index_.end()) weight += table(found->second).bytes;
      }
    }
    return weight;
  }

  // The copies of its tables, and what was placed before it and touches them too.
  std::vector<std::size_t> waits_for(const UnitTables& tables) const {
    std::vector<std::size_t> after;
    for (std::size_t i = 0; i < copies_.size(); ++i) {
      const auto& name = table(i).target;
      if (!tables.known || tables.changes.contains(name) || tables.reads.contains(name))
        after.insert(after.end(), copies_[i].begin(), copies_[i].end());
    }
    for (const auto& [task, placed] : placed_) {
      if (touches(tables, placed)) after.push_back(task);
    }
    return after;
  }

  void place(const UnitTables& tables, Task task) {
    task.after = waits_for(tables);
    placed_.emplace_back(add(std::move(task)), tables);
  }

  const LoadRequest& request_;
  const ChunkTarget target_;
  LoadState state_;
  std::vector<LoadedTable> tables_;
  std::map<std::string, std::size_t> index_;  // by target name
  std::vector<Task> tasks_;
  std::vector<std::vector<std::size_t>> copies_;  // tasks of each table
  std::vector<std::pair<std::size_t, UnitTables>> placed_;
  std::mutex mutex_;  // tables_
};

}  // namespace

std::vector<LoadedTable> load(const LoadRequest& request, const LoadObserver& observer) {
  return Load(request).run(observer);
}

}  // namespace dunlin::transfer
