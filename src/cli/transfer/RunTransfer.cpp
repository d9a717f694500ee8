#include "cli/transfer/RunTransfer.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <thread>

#include "base/Identifier.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "cli/transfer/LoadScreen.hpp"
#include "cli/transfer/RejectFile.hpp"
#include "cli/transfer/TransferSession.hpp"
#include "cli/transfer/VerdictReport.hpp"
#include "migrate/StepRun.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Fingerprint.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/PlanFile.hpp"
#include "transfer/WorkplaceOwner.hpp"
#include "transfer/load/Begin.hpp"
#include "transfer/load/Load.hpp"
#include "transfer/load/MoveTables.hpp"
#include "transfer/load/Shards.hpp"
#include "transfer/structure/CheckStructure.hpp"
#include "transfer/verify/ComputedColumns.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using transfer::SchemaPart;
using transfer::Stage;

constexpr std::size_t k_shown_differences = 20;  // of a table

// A preparation that was killed between its last two steps leaves a new copy beside an old plan. Hashing a
// large copy takes seconds, so it is done where that may be, and where a load goes on with what others have
// begun.
void require_planned_snapshot(const TransferRequest& request, const transfer::Mapping& mapping,
                              bool resumed) {
  const auto& workplace = request.workplace;
  const bool in_order = fs::last_write_time(workplace.snapshot()) <= fs::last_write_time(workplace.plan());
  if (in_order && !resumed) return;
  if (sqlite::file_sha256(workplace.snapshot().string()) == mapping.source_sha256) return;
  throw refused("the private copy isn't the one that the plan was made of",
                "run dunlin transfer prepare again");
}

int connections_of(const TransferRequest& request) {
  if (request.config.transfer.connections > 0) return request.config.transfer.connections;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, 8);
}

transfer::Mapping planned_mapping(const TransferRequest& request) {
  auto mapping = transfer::read_plan(request.workplace.plan());
  const auto shards = static_cast<int>(request.config.transfer.shards.size());
  return shards == 0 ? mapping : transfer::mapping_of_shard(std::move(mapping), request.shard, shards);
}

// A migration that fails here is gone on with by this command, not by `dunlin migrate`.
template <class Work>
void going_on_with_run(Work work, const std::string& other_way = "") {
  try {
    work();
  } catch (Error& error) {
    if (error.hint() == migrate::k_correct_and_migrate)
      error.set_hint("correct the file and run this command again: it goes on" + other_way);
    throw;
  }
}

// Of the rows as they were written and read back.
std::vector<transfer::TableVerdict> judge_all(const transfer::Mapping& mapping,
                                              const std::vector<transfer::LoadedTable>& tables) {
  std::vector<transfer::TableVerdict> out;
  for (std::size_t i = 0; i < tables.size(); ++i) out.push_back(judge(mapping.tables[i], tables[i]));
  return out;
}

}  // namespace

RunTransfer::RunTransfer(const TransferRequest& request, Screen& screen)
    : request_(request),
      screen_(screen),
      mapping_(planned_mapping(request)),
      target_(request.config),
      connection_(connect_for_transfer(target_)),
      writing_(take_writing()),
      steps_(request, target_, connection_, writing_) {}

bool RunTransfer::load() {
  transfer::install_transfer_ledger(connection_);
  result_.transfer = begin();
  if (result_.transfer.stage < Stage::moved) {
    going_on_with_run([&] { load_tables(); },
                      "; or correct the rows in SQLite, or the rules in dunlin.toml, and begin anew: dunlin "
                      "transfer run --restart");
    return !is_different();
  }
  if (result_.transfer.stage == Stage::returned)
    throw refused(
        fmt::format(
            "this transfer was returned: the application works on SQLite, and the tables in schema {} "
            "hold what was there before",
            printable(result_.transfer.target_schema)),
        "dunlin transfer return --drop drops them; then this command begins anew");
  done_ = result_.transfer.stage > Stage::moved || steps_.is_applied(SchemaPart::logic);
  judge_recorded();
  return true;
}

void RunTransfer::finish() {
  if (done_) return;
  if (result_.transfer.stage < Stage::moved) transfer::move_tables(connection_, result_.transfer);
  going_on_with_run([&] { steps_.apply(SchemaPart::logic, result_.transfer.target_schema); });
  kill_point("logic-applied");
}

int RunTransfer::report() {
  const bool reported = done_ && is_reported();
  // Written by every run: the one before may have been killed while it wrote.
  result_.reject_file = write_reject_file(request_, connection_, result_.transfer.id);
  if (reported) return report_nothing_to_do(result_, screen_);
  count_rows();
  return report_run(result_, screen_);
}

Writing RunTransfer::take_writing() {
  require_writable(connection_);
  require_own_session(connection_);
  return {connection_, request_.config, request_.invocation, screen_};
}

// The migrations are named after the file, wherever it is.
Error RunTransfer::applied_already() {
  for (const auto& other : transfer::find_transfers(connection_)) {
    if (transfer::migration_name(other.source, SchemaPart::tables) ==
        transfer::migration_name(request_.source, SchemaPart::tables))
      return refused(fmt::format("the migrations of {} are those by which {} was transferred into schema {}",
                                 printable(request_.source.string()), printable(other.source),
                                 printable(other.target_schema)),
                     "give this file another name, then prepare it under that");
  }
  if (const auto other = steps_.applied_instead(SchemaPart::tables); !other.empty())
    return refused(
        fmt::format("another project migrates this database: under the version of {} it has {}, and nothing "
                    "is loaded",
                    transfer::migration_name(request_.source, SchemaPart::tables), printable(other)),
        "transfer into another database");
  return refused("the migrations of this transfer are applied already, and nothing is loaded",
                 "take them back with dunlin rollback, then run this command again");
}

transfer::TransferRow RunTransfer::begin() {
  const bool fresh = !transfer::find_transfer(connection_, mapping_.target_schema);
  if (fresh && steps_.is_applied(SchemaPart::tables)) throw applied_already();
  if (fresh) fs::remove(request_.workplace.rejects());
  auto row = transfer::begin_or_resume(connection_, request_.source.string(), mapping_);
  if (request_.shard == 0)
    transfer::write_owner(request_.workplace, {.server = target_.shown(),
                                               .schema = row.target_schema,
                                               .transfer = row.id,
                                               .began = row.began,
                                               .lasting = !target_.is_private()});
  transfer::end_orphans(connection_, row.id);
  const auto shards = static_cast<int>(request_.config.transfer.shards.size());
  transfer::require_shard(connection_, row.id, shards == 0 ? 0 : request_.shard, shards);
  return row;
}

void RunTransfer::load_tables() {
  const auto recorded = transfer::read_chunks(connection_, result_.transfer.id);
  require_planned_snapshot(request_, mapping_, !recorded.empty());
  steps_.apply(SchemaPart::tables, result_.transfer.staging_schema);
  const auto keys = steps_.begin_keys();
  const transfer::SessionTarget session{
      .url = target_.url(), .schema = result_.transfer.staging_schema, .transfer = result_.transfer.id};
  const transfer::LoadRequest load{.snapshot = request_.workplace.snapshot().string(),
                                   .mapping = mapping_,
                                   .session = session,
                                   .connections = connections_of(request_),
                                   .recorded = recorded,
                                   .keys = keys ? &*keys : nullptr};
  const auto begun = std::chrono::steady_clock::now();
  const auto tables = transfer::load(load, LoadScreen(screen_, mapping_, "copied"));
  screen_.live("");
  result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  transfer::set_stage(connection_, result_.transfer.id, Stage::loaded);
  if (keys) steps_.complete_keys(*keys);
  steps_.apply(SchemaPart::keys, result_.transfer.staging_schema);  // where it could only run in order
  result_.verdicts = judge_all(mapping_, tables);
  read_back_ = true;
  compare_loaded(
      {.snapshot = load.snapshot, .mapping = mapping_, .session = session, .connections = load.connections});
}

void RunTransfer::compare_loaded(const transfer::CompareRequest& as_loaded) {
  transfer::explain_differences(as_loaded, result_.verdicts, k_shown_differences);
  auto snapshot = sqlite::Database::open(as_loaded.snapshot, sqlite::Database::Mode::read_only);
  const sqlite::Schema schema = sqlite::read_schema(snapshot);
  compare_computed(as_loaded, schema);
  result_.problems = transfer::check_structure(connection_, result_.transfer.staging_schema, schema, mapping_,
                                               request_.config.transfer);
}

// Generated columns are no part of what was sent: tables that have some are read once more on both sides.
void RunTransfer::compare_computed(const transfer::CompareRequest& as_loaded, const sqlite::Schema& schema) {
  const auto computed =
      transfer::only_computed(transfer::with_computed_columns(mapping_, schema, request_.config.transfer));
  if (computed.tables.empty()) return;
  const transfer::CompareRequest compare{.snapshot = as_loaded.snapshot,
                                         .mapping = computed,
                                         .session = as_loaded.session,
                                         .connections = as_loaded.connections};
  const auto tables = transfer::compare_tables(compare, LoadScreen(screen_, computed, "computed"));
  screen_.live("");
  auto found = judge_all(computed, tables);
  transfer::explain_differences(compare, found, k_shown_differences);
  for (auto& verdict : result_.verdicts) {
    for (auto& other : found) {
      const bool worse = other.name == verdict.name && other.state == transfer::TableState::different &&
                         verdict.state != transfer::TableState::different;
      if (worse) verdict = std::move(other);
    }
  }
}

bool RunTransfer::is_different() const {
  return any_refused(result_.problems) ||
         transfer::worst(result_.verdicts) == transfer::TableState::different;
}

// A run that was killed after the move has told nobody which rows were rejected.
bool RunTransfer::is_reported() const {
  return result_.transfer.stage > Stage::moved || fs::exists(request_.workplace.rejects());
}

// A transfer that had come this far before was read back then, and was equal: what is recorded holds for
// both sides.
void RunTransfer::judge_recorded() {
  std::vector<transfer::LoadedTable> tables(mapping_.tables.size());
  for (const auto& chunk : transfer::read_chunks(connection_, result_.transfer.id)) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (mapping_.tables[i].source != chunk.table) continue;
      tables[i].source += chunk.sum;
      tables[i].target += chunk.sum;
      tables[i].rejected += chunk.rejected;
      tables[i].changed += chunk.changed;
    }
  }
  result_.verdicts = judge_all(mapping_, tables);
}

// Rows as they are counted in the target schema, after everything: where something ran since they were read
// back, or where that was in an earlier run.
void RunTransfer::count_rows() {
  if (read_back_ && !steps_.does_something(SchemaPart::logic)) return;
  for (std::size_t i = 0; i < result_.verdicts.size(); ++i) {
    const auto name = quote_identifier(result_.transfer.target_schema, mapping_.tables[i].target);
    const auto rows = connection_.exec(postgres::Sql::trusted("SELECT count(*) FROM " + name)).number(0, 0);
    if (rows == result_.verdicts[i].rows_target) continue;
    result_.verdicts[i].rows_target = rows;
    result_.verdicts[i].state = transfer::TableState::different;
  }
}

}  // namespace dunlin::cli
