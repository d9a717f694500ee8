#include "transfer/follow/Follower.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <set>
#include <thread>
#include <utility>

#include "base/Interrupt.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "sqlite/Fingerprint.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/follow/ChangedObjects.hpp"
#include "transfer/follow/ComparedTables.hpp"
#include "transfer/follow/Sequences.hpp"

namespace dunlin::transfer {
namespace {

using Clock = std::chrono::steady_clock;

// Rounds that may be as long as the one before until a budget is given up.
constexpr int k_patience = 10;
// A last round before the fence that is this short is as short as rounds get.
constexpr std::chrono::milliseconds k_near{100};
// How long to wait for a writer that has the source locked exclusively.
constexpr int k_wait_ms = 10'000;

std::chrono::milliseconds since(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
}

sqlite::Schema schema_of(const std::filesystem::path& file) {
  auto copy = sqlite::Database::open(file.string(), sqlite::Database::Mode::read_only);
  return sqlite::read_schema(copy);
}

void require_following(const TransferRow& row) {
  if (row.stage == Stage::moved || row.stage == Stage::following) return;
  const bool early = row.stage == Stage::loading || row.stage == Stage::loaded;
  if (row.stage == Stage::returned)
    throw refused(
        "this transfer was returned: the application works on SQLite, and PostgreSQL's tables are closed",
        "dunlin transfer return --drop takes them away; prepare, run and switch begin anew then");
  throw refused(fmt::format("this transfer is in stage '{}'", to_string(row.stage)),
                early ? "finish dunlin transfer run first"
                      : "the application works on PostgreSQL: dunlin transfer status says what can be done");
}

Error schema_changed(const std::vector<std::string>& lines) {
  return Error(ErrorCode::findings, "the source's tables have changed: " + join(lines, "; "),
               "nothing of this round was stored. Undo the change in the source, or drop the target's tables "
               "(dunlin transfer return --drop) and begin anew with dunlin transfer prepare");
}

void record_round(postgres::Connection& connection, const TransferRow& row) {
  connection.exec(
      "UPDATE dunlin.transfer SET round = $2::bigint, stage = $3, snapshot_sha256 = '', changed_at = "
      "clock_timestamp() WHERE id = $1::bigint",
      {std::to_string(row.id), std::to_string(row.round), to_string(row.stage)});
}

void sleep_until(Clock::time_point instant) {
  while (Clock::now() < instant && !interrupted()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(instant - Clock::now());
    std::this_thread::sleep_for(std::min(left, std::chrono::milliseconds(50)));
  }
}

}  // namespace

std::int64_t Round::rows() const {
  return std::accumulate(
      tables.begin(), tables.end(), std::int64_t{0},
      [](std::int64_t sum, const AppliedTable& t) { return sum + t.deleted + t.inserted; });
}

Follower::Follower(postgres::Connection& connection, TransferRow row, Mapping mapping,
                   const Workplace& workplace)
    : connection_(connection),
      row_(std::move(row)),
      mapping_(std::move(mapping)),
      pair_(workplace, row_.source, row_.round),
      compared_(compared_tables(mapping_, schema_of(workplace.snapshot()))) {
  require_following(row_);
  const std::string digest = sqlite::file_sha256(workplace.snapshot().string());
  if (row_.snapshot_sha256.empty()) {
    record_digest();
  } else if (row_.snapshot_sha256 != digest) {
    throw refused(fmt::format("{} isn't the copy that the target was filled from",
                              printable(workplace.snapshot().string())),
                  "begin anew with dunlin transfer run");
  }
}

sqlite::SnapshotDiff Follower::compare() {
  auto diff = sqlite::diff_snapshots(pair_.workplace().snapshot(), pair_.workplace().next_snapshot(),
                                     compared_, pair_.differing());
  if (!diff.schema.empty()) throw schema_changed(diff.schema);
  pair_.know_differing(diff.changed);
  return diff;
}

// What else the source's schema holds is read where something changed at all.
std::vector<std::string> Follower::compare_objects(const sqlite::SnapshotDiff& diff) const {
  if (diff.changed_pages == 0) return {};
  return changed_objects(schema_of(pair_.workplace().snapshot()),
                         schema_of(pair_.workplace().next_snapshot()));
}

// Those of tables whose rows changed, or whose AUTOINCREMENT has given out numbers for rows that are gone
// again.
void Follower::set_sequences_of(const AppliedDelta& applied, const sqlite::Schema& schema) {
  std::set<std::string> tables;
  for (const auto& table : applied.tables) tables.insert(table.table);
  for (const auto& table : schema.tables) {
    auto& known = sequences_[table.name];
    if (std::exchange(known, table.sequence) != table.sequence) tables.insert(table.name);
  }
  set_sequences(connection_, mapping_, schema, tables);
}

AppliedDelta Follower::commit(const Coming& coming, const std::function<void()>& also) {
  TransferRow next = row_;
  ++next.round;
  next.stage = Stage::following;
  next.snapshot_sha256.clear();
  kill_point("follow_copied");
  postgres::Transaction transaction(connection_);
  auto applied = apply_delta(connection_, row_.id,
                             {mapping_, coming.rows, pair_.workplace().snapshot(), coming.after, next.round});
  set_sequences_of(applied, coming.schema);
  record_round(connection_, next);
  if (also) also();
  coming.announce(next.round);
  kill_point("follow_applied");
  transaction.commit();
  kill_point("follow_committed");
  coming.advance();
  row_ = next;
  return applied;
}

void Follower::capture_by_triggers(CapturedRows captured) {
  captured_ = std::move(captured);
}

Round Follower::round(const std::function<void()>& also) {
  if (captured_) {
    if (auto round = round_by_log(also)) return *std::move(round);
  }
  return round_by_pages(also);
}

Round Follower::round_by_pages(const std::function<void()>& also) {
  Round round;
  const auto begin = Clock::now();
  pair_.take_next(k_wait_ms);
  const std::filesystem::path after = pair_.workplace().next_snapshot();
  if (captured_) captured_->require_capture(after.string());
  round.copied = since(begin);
  const auto copied = Clock::now();
  const auto diff = compare();
  round.objects = compare_objects(diff);
  round.compared = since(copied);
  const auto compared = Clock::now();
  AppliedDelta applied;
  // A copy that has the log is where the next round by the log begins.
  if (diff.rows() > 0 || also || captured_)
    applied = commit({diff, after, schema_of(after), [&](std::int64_t number) { pair_.announce(number); },
                      [&] { pair_.advance(); }},
                     also);
  round.applied = since(compared);
  round.number = row_.round;
  round.tables = std::move(applied.tables);
  round.quiet = applied.quiet;
  round.pages = diff.pages;
  round.changed_pages = diff.changed_pages;
  return round;
}

std::optional<Round> Follower::round_by_log(const std::function<void()>& also) {
  Round round;
  const auto begin = Clock::now();
  const auto logged = captured_->read(keep_log_, k_wait_ms);
  if (!logged) return std::nullopt;
  round.copied = since(begin);
  const auto read = Clock::now();
  sqlite::SnapshotDiff diff;
  diff.tables = logged->tables;
  AppliedDelta applied;
  if (diff.rows() > 0 || logged->keys > 0 || also) {
    sqlite::Schema schema = captured_->schema();
    for (auto& table : schema.tables) {
      const auto found = logged->sequences.find(table.name);
      table.sequence = found == logged->sequences.end() ? 0 : found->second;
    }
    pair_.forget();
    applied =
        commit({diff, pair_.workplace().logged_rows(), schema,
                [&](std::int64_t number) { captured_->announce(number); }, [&] { captured_->advance(); }},
               also);
  }
  round.applied = since(read);
  round.number = row_.round;
  round.tables = std::move(applied.tables);
  round.quiet = applied.quiet;
  round.logged_keys = logged->keys;
  return round;
}

void Follower::hold_source() {
  // Under a fence nothing can be deleted from the log.
  keep_log_ = true;
  if (!captured_) pair_.hold_wal(k_wait_ms);
}

void Follower::record_digest() {
  row_.snapshot_sha256 = sqlite::file_sha256(pair_.workplace().snapshot().string());
  connection_.exec("UPDATE dunlin.transfer SET snapshot_sha256 = $2 WHERE id = $1::bigint",
                   {std::to_string(row_.id), row_.snapshot_sha256});
}

void close_in(Follower& follower, const std::function<void(const Round&)>& observer) {
  follower.hold_source();
  std::chrono::milliseconds last{0};
  for (int done = 0; done < k_patience; ++done) {
    const Round round = follower.round();
    observer(round);
    const auto before = std::exchange(last, round.duration());
    if (done > 0 && last <= k_near) break;
    if (done > 1 && last > before * 4 / 5) break;
  }
  follower.catch_up();
}

FollowEnd follow(Follower& follower, const FollowLimits& limits,
                 const std::function<void(const Round&)>& observer) {
  auto shortest = std::chrono::milliseconds::max();
  int without_progress = 0;
  for (std::int64_t done = 1;; ++done) {
    const auto begin = Clock::now();
    const Round round = follower.round();
    observer(round);
    without_progress = round.duration() < shortest ? 0 : without_progress + 1;
    shortest = std::min(shortest, round.duration());
    if (limits.budget.count() > 0 && round.duration() <= limits.budget) return FollowEnd::within_budget;
    if (limits.rounds > 0 && done >= limits.rounds) return FollowEnd::rounds_done;
    if (limits.budget.count() > 0 && without_progress >= k_patience) return FollowEnd::not_shrinking;
    sleep_until(begin + limits.every);
    if (interrupted()) return FollowEnd::interrupted;
  }
}

}  // namespace dunlin::transfer
