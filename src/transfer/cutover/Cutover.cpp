#include "transfer/cutover/Cutover.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <optional>

#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "sqlite/Fence.hpp"
#include "transfer/TableLock.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/cutover/Strays.hpp"
#include "transfer/cutover/SwitchRecord.hpp"
#include "transfer/verify/CompareTables.hpp"

namespace dunlin::transfer {
namespace {

using Clock = std::chrono::steady_clock;
using Side = Configuration::Side;

// Bytes of a source whose every row is read again, on both sides, while its writers wait: 0.1 s.
constexpr std::uintmax_t k_compared_under_fence = 16 << 20;

// For a lock on the target's tables, while writers of both sides wait.
constexpr std::chrono::milliseconds k_patience{2000};

std::chrono::milliseconds since(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
}

// The part of the last round's transaction that makes the target the application's.
void take_over(Follower& follower) {
  postgres::Connection& connection = follower.connection();
  create_outbox(connection, follower.mapping());
  begin_switch(connection, follower.row().id, catalog_digest(connection, follower.mapping()));
  set_stage(connection, follower.row().id, Stage::switched);
}

Error already_written(std::int64_t entries) {
  return refused(
      fmt::format(
          "the application has already written to PostgreSQL ({} in dunlin.transfer_outbox): its rows "
          "there are kept",
          describe_entries(entries)),
      "dunlin transfer return brings them back to SQLite; dunlin transfer switch finishes the switch once "
      "the "
      "application is well");
}

// Back to following. Throws when the application has written to PostgreSQL meanwhile: those rows exist only
// there, and following would run into them. Nobody writes between the count and the end of the triggers, and
// the source's writers don't wait for long.
void give_up(postgres::Connection& connection, std::int64_t transfer, const Mapping& mapping) {
  {
    postgres::Transaction transaction(connection);
    if (lock_out(connection, mapping, KeptOut::everybody, k_patience)) {
      if (const auto written = count_outbox(connection); written > 0) throw already_written(written);
      drop_outbox(connection, mapping);
      forget_switch(connection, transfer);
      set_stage(connection, transfer, Stage::following);
      transaction.commit();
      return;
    }
  }
  throw Error(ErrorCode::lock_timeout,
              "somebody's transaction on PostgreSQL uses the tables: " +
                  join(in_the_way(connection, mapping, KeptOut::everybody), "; "),
              "");
}

// What is to be said when a switch was broken off, whatever else went wrong on the way back.
Error aborted(const Error& reason, const std::optional<Error>& trouble) {
  Error error(reason.code() == ErrorCode::interrupted ? ErrorCode::interrupted : ErrorCode::failed,
              "the switch was broken off: " + reason.message() +
                  (trouble ? "; and it wasn't taken back: " + trouble->message() : ""),
              trouble
                  ? trouble->hint()
                  : "the application works on SQLite as before, nothing is lost; remove the cause, then run "
                    "dunlin transfer switch again");
  for (const auto& [name, value] : reason.context()) error.set_fact(name, value);
  return error;
}

// The configuration first: as soon as the fence goes, writers must find the source again.
std::optional<Error> undo(postgres::Connection& connection, std::int64_t transfer, const Mapping& mapping,
                          const CutoverRequest& request) {
  std::optional<Error> trouble;
  try {
    request.configuration.point_back(Side::sqlite, request.configuration.former_value());
  } catch (const Error& error) {
    trouble = error;
  }
  try {
    give_up(connection, transfer, mapping);
  } catch (const Error& error) {
    if (trouble || error.code() == ErrorCode::refused) return error;
    return Error(
        error.code(), error.message(),
        fmt::format("the application works on SQLite as before ({}); remove the cause, then dunlin transfer "
                    "switch takes the switch back, or finishes it",
                    request.configuration.is_known() ? request.configuration.describe() + " points there"
                                                     : "nothing was switched"));
  }
  return trouble;
}

bool is_equal(const LoadedTable& table, const RowSum& known) {
  return table.source == table.target && table.source == known;
}

}  // namespace

void require_equal(Follower& follower, const std::string& url, int connections) {
  const CompareRequest request{follower.workplace().snapshot().string(),
                               follower.mapping(),
                               {url, follower.mapping().target_schema, 0},
                               connections};
  const auto tables = compare_tables(request, {});
  std::vector<std::string> different;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const std::string& name = follower.mapping().tables[i].source;
    if (!is_equal(tables[i], table_sum(follower.connection(), follower.row().id, name)))
      different.push_back(fmt::format("{} ({} in SQLite, {} in PostgreSQL)", printable(name),
                                      counted(static_cast<std::size_t>(tables[i].source.rows), "row"),
                                      tables[i].target.rows));
  }
  if (different.empty()) return;
  throw Error(ErrorCode::findings, "not the same on both sides: " + join(different, "; "),
              "nothing was switched; dunlin transfer verify shows the rows");
}

Cutover cut_over(Follower& follower, const CutoverRequest& request) {
  Cutover cutover;
  request.configuration.check();
  std::optional<sqlite::Fence> fence;
  fence.emplace(follower.row().source, static_cast<int>(request.fence_wait.count()));
  const auto begin = Clock::now();
  kill_point("switch_fenced");
  try {
    cutover.last = follower.round([&] { take_over(follower); });
    follower.release_source();
  } catch (const Error& error) {
    throw aborted(error, std::nullopt);
  }
  kill_point("switch_committed");
  try {
    // Larger ones were compared before; since then only differences have been applied, and read back.
    if (std::filesystem::file_size(follower.workplace().snapshot()) <= k_compared_under_fence)
      require_equal(follower, request.url, 2);
    request.configuration.point_to(Side::postgresql, request.url);
    kill_point("switch_configured");
    request.configuration.require_health(Side::postgresql, request.url);
    confirm_switch(follower.connection(), follower.row().id);
  } catch (const Error& error) {
    throw aborted(error, undo(follower.connection(), follower.row().id, follower.mapping(), request));
  }
  kill_point("switch_confirmed");
  fence.reset();
  cutover.fenced = since(begin);
  try {
    follower.record_digest();
  } catch (const Error&) {  // interrupted: it is switched all the same, and nothing is followed any more
  }
  return cutover;
}

Cutover rehearse_cut_over(Follower& follower, const CutoverRequest& request) {
  Cutover cutover;
  request.configuration.check();
  std::optional<sqlite::Fence> fence;
  fence.emplace(follower.row().source, static_cast<int>(request.fence_wait.count()));
  const auto begin = Clock::now();
  cutover.last = follower.round();
  follower.release_source();
  fence.reset();
  cutover.fenced = since(begin);
  follower.record_digest();
  return cutover;
}

bool resume_cut_over(postgres::Connection& connection, const TransferRow& row, const Mapping& mapping,
                     const Workplace& workplace, const CutoverRequest& request) {
  // The files may not know yet that the last round was committed.
  const SnapshotPair pair(workplace, row.source, row.round);
  const sqlite::Fence fence(row.source, static_cast<int>(request.fence_wait.count()));
  const auto strays = find_strays(row.source, mapping, workplace);
  const auto written = count_outbox(connection);
  if (!strays.empty() && written > 0)
    throw refused(
        "a switch was cut off, and since then both sides were written: SQLite " + describe(strays.front()) +
            fmt::format(", PostgreSQL {}", written == 1 ? "1 entry" : with_thousands(written) + " entries"),
        "stop the application; write the rows of the smaller side into the other one by hand; then "
        "dunlin transfer switch (PostgreSQL counts) or return (SQLite counts)");
  const bool forwards = strays.empty() && (written > 0 || request.configuration.points_to(request.url));
  if (!forwards) {
    if (const auto trouble = undo(connection, row.id, mapping, request)) throw Error(*trouble);
    return false;
  }
  try {
    if (!request.configuration.points_to(request.url))
      request.configuration.point_to(Side::postgresql, request.url);
    request.configuration.require_health(Side::postgresql, request.url);
    confirm_switch(connection, row.id);
    return true;
  } catch (const Error& error) {
    throw aborted(error, undo(connection, row.id, mapping, request));
  }
}

}  // namespace dunlin::transfer
