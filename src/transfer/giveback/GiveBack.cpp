#include "transfer/giveback/GiveBack.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <thread>
#include <utility>

#include "base/Interrupt.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "transfer/TableLock.hpp"
#include "transfer/follow/SnapshotPair.hpp"
#include "transfer/giveback/ClosedTables.hpp"
#include "transfer/giveback/NotHeld.hpp"
#include "transfer/giveback/Offer.hpp"
#include "transfer/giveback/StillEqual.hpp"
#include "transfer/giveback/SwapFile.hpp"
#include "transfer/verify/CompareTables.hpp"

namespace dunlin::transfer {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A round this short is as short as rounds get; after so many they don't get shorter.
constexpr milliseconds k_short_round{100};
constexpr int k_most_rounds = 10;
// For how long other writers wait at first behind our own wait for one that doesn't end; each time twice as
// long.
constexpr milliseconds k_first_patience{250};
constexpr milliseconds k_between{100};
constexpr std::size_t k_values_shown = 5;

milliseconds since(Clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

Error not_equal(const std::vector<std::string>& different) {
  return Error(
      ErrorCode::findings, "the SQLite file would not hold what PostgreSQL holds: " + join(different, "; "),
      "nothing was changed, the application works on PostgreSQL as before. Something has written past the "
      "triggers of the outbox (DISABLE TRIGGER, a subscription, a partition)");
}

Error not_held(const std::vector<std::string>& values) {
  return Error(ErrorCode::findings,
               "SQLite can't hold these values of PostgreSQL as they are: " + join(values, "; "),
               "nothing was changed, the application works on PostgreSQL as before. Write values there that "
               "the file can hold, then run the command again");
}

Error parents_not_there(const std::vector<LostParents>& lost) {
  std::vector<std::string> lines;
  for (const auto& one : lost) lines.push_back(describe(one));
  return Error(
      ErrorCode::findings, "rows break foreign keys that the SQLite file has: " + join(lines, "; "),
      "nothing was changed, the application works on PostgreSQL as before. Add the parents there, set the "
      "column to NULL or delete the rows (PostgreSQL doesn't hold them to the key any more, or compares in "
      "another way), then run the command again; or let them be with orphans = \"not_valid\" in [transfer] "
      "of "
      "dunlin.toml");
}

Error altered(const std::string& how) {
  return refused(how, "nothing was changed, the application works on PostgreSQL as before");
}

Error still_written(const std::vector<std::string>& writers) {
  return Error(ErrorCode::lock_timeout,
               "somebody's transaction on PostgreSQL that has written to these tables doesn't end" +
                   (writers.empty() ? "" : ": " + join(writers, "; ")),
               "nothing was changed; end it, or wait longer with --wait, then run the command again");
}

Error stopped() {
  return Error(ErrorCode::interrupted, "interrupted",
               "nothing was changed, the application works on PostgreSQL as before; run the command again");
}

// One way back, in the order of its functions.
class WayBack {
 public:
  WayBack(postgres::Connection& connection, const GiveBackRequest& request)
      : connection_(connection),
        request_(request),
        shadow_(request.mapping, request.workplace, request.row.source) {}

  // Until a round is short.
  void come_close() {
    connection_.exec("ANALYZE dunlin.transfer_outbox");
    std::optional<milliseconds> shortest;
    for (int done = 0; done < k_most_rounds; ++done) {
      const milliseconds took = round();
      if (took <= k_short_round || (shortest && took > *shortest * 4 / 5)) return;
      shortest = took;
    }
  }

  // The instant of the round before is gone: one more, and both sides as they are at its own.
  void compare_all() {
    const InstantOfTarget instant(connection_);
    drain();
    const auto begin = Clock::now();
    const auto tables = compare(request_.mapping, instant.exported());
    equal_.snapshot = shadow_.instant();
    for (const auto& table : tables) equal_.rows.push_back(table.source.rows);
    growth_then_ = shadow_.growth();
    require_parents(shadow_.take_touched_keys());
    report({GiveBackProgress::Step::compared, {}, since(begin)});
    kill_point("return_compared");
  }

  // Waits for writers without keeping others waiting for long.
  void keep_writers_out() {
    const auto deadline = Clock::now() + request_.wait;
    for (milliseconds patience = k_first_patience;; patience *= 2) {
      transaction_.emplace(connection_);
      // Whatever the server's default is: what committed until the lock was had must be seen.
      connection_.exec("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
      kept_out_ = Clock::now();
      const auto left = std::chrono::duration_cast<milliseconds>(deadline - kept_out_);
      if (lock_out(connection_, request_.mapping, KeptOut::writers, std::min(patience, left))) return;
      transaction_.reset();
      if (interrupted()) throw stopped();
      const auto writers = in_the_way(connection_, request_.mapping, KeptOut::writers);
      if (Clock::now() + k_between >= deadline) throw still_written(writers);
      std::this_thread::sleep_for(k_between);
      round();
    }
  }

  GivenBack end() {
    kill_point("return_locked");
    drain();
    if (is_altered(connection_, request_.row, request_.mapping))
      throw altered(describe_alteration(connection_, request_.mapping));
    show_equal();
    // Nobody waits for keys that PostgreSQL has held since the comparison.
    auto keys = shadow_.take_touched_keys();
    std::erase_if(keys, [&](const auto& key) { return is_held_by(connection_, request_.mapping, key); });
    require_parents(keys);
    given_.stale = shadow_.finish(connection_);
    if (!request_.dry_run) hand_over();
    transaction_.reset();
    given_.fenced = since(kept_out_);
    return given_;
  }

  const Shadow& shadow() const { return shadow_; }

 private:
  // A transaction that sees one instant of the target, which other sessions can see too.
  class InstantOfTarget {
   public:
    explicit InstantOfTarget(postgres::Connection& connection)
        : transaction_(connection), connection_(connection) {
      connection.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
    std::string exported() const {
      return connection_.exec("SELECT pg_catalog.pg_export_snapshot()").string(0, 0);
    }

   private:
    postgres::Transaction transaction_;
    postgres::Connection& connection_;
  };

  void report(const GiveBackProgress& progress) const {
    if (request_.observer) request_.observer(progress);
  }

  Shadow::Drained drain() {
    const auto drained = shadow_.drain(connection_);
    given_.entries += drained.entries;
    given_.rows += drained.rows;
    return drained;
  }

  milliseconds round() {
    const auto begin = Clock::now();
    Shadow::Drained drained;
    {
      const InstantOfTarget instant(connection_);
      drained = drain();
    }
    shadow_.flush();
    const auto took = since(begin);
    report({GiveBackProgress::Step::round, drained, took});
    kill_point("return_round");
    return took;
  }

  std::vector<LoadedTable> compare(const Mapping& mapping, const std::string& instant) {
    auto tables = compare_tables(
        {shadow_.path(), mapping, {request_.url, mapping.target_schema, 0}, request_.connections, instant},
        {});
    std::vector<std::string> different, values;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (tables[i].source == tables[i].target) continue;
      different.push_back(fmt::format(
          "{} ({} in the shadow, {} in PostgreSQL)", printable(mapping.tables[i].source),
          counted(static_cast<std::size_t>(tables[i].source.rows), "row"), tables[i].target.rows));
      for (auto& value : values_not_held(connection_, mapping, mapping.tables[i], shadow_.file(),
                                         k_values_shown - values.size()))
        values.push_back(std::move(value));
    }
    if (!values.empty()) throw not_held(values);
    if (!different.empty()) throw not_equal(different);
    return tables;
  }

  // Of keys that were looked at before, the rows are named as they are now.
  void require_parents(const std::vector<FileKey>& keys) {
    auto lost = lost_parents(shadow_.file(), keys);
    if (!lost.empty() && !request_.orphans_allowed) throw parents_not_there(lost);
    std::erase_if(given_.lost, [&](const LostParents& known) {
      return std::any_of(keys.begin(), keys.end(), [&](const FileKey& key) {
        return key.table->name == known.table && key.key->columns == known.columns &&
               key.key->parent == known.parent;
      });
    });
    for (auto& one : lost) given_.lost.push_back(std::move(one));
  }

  void show_equal() {
    std::vector<std::int64_t> rows = equal_.rows;
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] += shadow_.growth()[i] - growth_then_[i];
    const auto doubtful = tables_not_shown_equal({request_.mapping,
                                                  shadow_.path(),
                                                  {request_.url, request_.mapping.target_schema, 0},
                                                  request_.connections,
                                                  equal_,
                                                  std::move(rows)});
    given_.compared_at_the_end = static_cast<std::int64_t>(doubtful.size());
    if (doubtful.empty()) return;
    Mapping some = request_.mapping;
    some.tables.clear();
    for (const std::size_t table : doubtful) some.tables.push_back(request_.mapping.tables[table]);
    compare(some, "");
  }

  void hand_over() {
    shadow_.settle();
    close_tables(connection_, request_.mapping);
    set_stage(connection_, request_.row.id, Stage::returned);
    kill_point("return_prepared");
    transaction_->commit();
    kill_point("return_committed");
  }

  postgres::Connection& connection_;
  const GiveBackRequest& request_;
  Shadow shadow_;
  EqualInstant equal_;
  std::vector<std::int64_t> growth_then_;
  std::optional<postgres::Transaction> transaction_;
  Clock::time_point kept_out_;
  GivenBack given_;
};

}  // namespace

GivenBack give_back(postgres::Connection& connection, const GiveBackRequest& request) {
  const SnapshotPair pair(request.workplace, request.row.source, request.row.round);
  WayBack way(connection, request);
  way.come_close();
  way.compare_all();
  way.come_close();
  way.keep_writers_out();
  return way.end();
}

bool finish_return(const TransferRow& row) {
  return swap_in(row.source);
}

}  // namespace dunlin::transfer
