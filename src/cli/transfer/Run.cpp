#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <thread>

#include "base/Duration.hpp"
#include "base/File.hpp"
#include "base/Identifier.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "cli/transfer/LoadScreen.hpp"
#include "cli/transfer/Prepare.hpp"
#include "cli/transfer/Preparing.hpp"
#include "cli/transfer/SchemaSteps.hpp"
#include "cli/transfer/Verbs.hpp"
#include "cli/transfer/VerdictReport.hpp"
#include "sqlite/Fingerprint.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/PlanFile.hpp"
#include "transfer/WorkplaceLock.hpp"
#include "transfer/load/Begin.hpp"
#include "transfer/load/MoveTables.hpp"
#include "transfer/structure/CheckStructure.hpp"
#include "transfer/verify/CompareTables.hpp"
#include "transfer/verify/ComputedColumns.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using transfer::SchemaPart;
using transfer::Stage;

constexpr std::size_t k_shown_differences = 20;  // of a table

void require_same_schema(const std::string& planned, const std::string& asked) {
  if (planned == asked) return;
  throw refused(
      fmt::format("the plan of this file is for schema {}, not {}", printable(planned), printable(asked)),
      fmt::format("go on with --schema {}, or make a new plan with dunlin transfer prepare --schema {}",
                  printable(planned), printable(asked)));
}

// Prepares where that wasn't done, or where somebody edited the plan: what it says is tried on every value,
// and becomes the schema. Returns the exit code.
int prepare_where_needed(const TransferRequest& request, Screen& screen) {
  const auto plan = request.workplace.plan();
  if (!fs::exists(plan) || !fs::exists(request.workplace.snapshot()))
    return prepare_transfer(request, screen, true);
  require_same_schema(transfer::read_plan(plan).target_schema, request.config.transfer.schema);
  if (!transfer::is_edited(plan)) return 0;
  screen.note("plan.json was edited: preparing again with what it says");
  model::Config config = request.config;
  const auto rules = transfer::rules_of(transfer::read_plan(plan));
  config.transfer.rules.insert(config.transfer.rules.begin(), rules.begin(), rules.end());
  return prepare_transfer({request.invocation, config, request.source, request.workplace}, screen, true);
}

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

// Drops what was loaded, when that is agreed to, and forgets the plan: the next step prepares anew.
void restart(const TransferRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();
  const auto found = transfer::find_transfer(connection, request.config.transfer.schema);
  if (!found) return;
  transfer::require_droppable(*found, request.source.string());
  const auto question =
      fmt::format("drop schema {} with what was loaded, and begin anew?", printable(found->staging_schema));
  if (!confirmed(request.invocation, question))
    throw refused("not begun anew: nobody agreed to drop what was loaded", "answer yes, or add --yes");
  const transfer::WorkplaceLock lock(request.workplace, wait_ms(request.invocation));
  require_writable(connection);
  Writing writing(connection, request.config, request.invocation, screen);
  transfer::end_orphans(connection, found->id);
  SchemaSteps(request, target, connection, writing).forget();
  transfer::drop_transfer(connection, *found);
  fs::remove(request.workplace.plan());
}

// One `dunlin transfer run`, from the lease to the report.
class RunTransfer {
 public:
  RunTransfer(const TransferRequest& request, Screen& screen)
      : request_(request),
        screen_(screen),
        mapping_(transfer::read_plan(request.workplace.plan())),
        target_(request.config),
        connection_(target_.connect()),
        writing_(take_writing()),
        steps_(request, target_, connection_, writing_) {}

  int go() {
    transfer::install_transfer_ledger(connection_);
    transfer_ = begin();
    if (transfer_.stage < Stage::moved) {
      load_tables();
      if (is_different()) return report_difference();
      transfer::move_tables(connection_, transfer_);
    } else if (transfer_.stage == Stage::returned) {
      throw refused(
          fmt::format(
              "this transfer was returned: the application works on SQLite, and the tables in schema {} "
              "hold what was there before",
              printable(transfer_.target_schema)),
          "dunlin transfer return --drop drops them; then this command begins anew");
    } else if (transfer_.stage > Stage::moved || steps_.is_applied(SchemaPart::logic)) {
      return report_nothing_to_do();
    } else {
      judge_recorded();
    }
    steps_.apply(SchemaPart::logic, transfer_.target_schema);
    return report();
  }

 private:
  Writing take_writing() {
    require_writable(connection_);
    return {connection_, request_.config, request_.invocation, screen_};
  }

  transfer::TransferRow begin() {
    const bool fresh = !transfer::find_transfer(connection_, mapping_.target_schema);
    if (fresh && steps_.is_applied(SchemaPart::tables)) {
      throw refused("the migrations of this transfer are applied already, and nothing is loaded",
                    "take them back with dunlin rollback, then run this command again");
    }
    auto row = transfer::begin_or_resume(connection_, request_.source.string(), mapping_);
    transfer::end_orphans(connection_, row.id);
    return row;
  }

  transfer::SessionTarget session(const std::string& schema) const {
    return {.url = target_.url(), .schema = schema, .transfer = transfer_.id};
  }

  void load_tables() {
    const auto recorded = transfer::read_chunks(connection_, transfer_.id);
    require_planned_snapshot(request_, mapping_, !recorded.empty());
    steps_.apply(SchemaPart::tables, transfer_.staging_schema);
    const auto keys = steps_.begin_keys();
    const transfer::LoadRequest load{.snapshot = request_.workplace.snapshot().string(),
                                     .mapping = mapping_,
                                     .session = session(transfer_.staging_schema),
                                     .connections = connections_of(request_),
                                     .recorded = recorded,
                                     .keys = keys ? &*keys : nullptr};
    const auto begun = std::chrono::steady_clock::now();
    const auto tables = transfer::load(load, LoadScreen(screen_, mapping_, "copied"));
    screen_.live("");
    seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    transfer::set_stage(connection_, transfer_.id, Stage::loaded);
    if (keys) steps_.complete_keys(*keys);
    steps_.apply(SchemaPart::keys, transfer_.staging_schema);  // where it could only run in order
    for (std::size_t i = 0; i < tables.size(); ++i) verdicts_.push_back(judge(mapping_.tables[i], tables[i]));
    const transfer::CompareRequest as_loaded{.snapshot = load.snapshot,
                                             .mapping = mapping_,
                                             .session = load.session,
                                             .connections = load.connections};
    transfer::explain_differences(as_loaded, verdicts_, k_shown_differences);
    auto snapshot = sqlite::Database::open(load.snapshot, sqlite::Database::Mode::read_only);
    const sqlite::Schema schema = sqlite::read_schema(snapshot);
    compare_computed(as_loaded, schema);
    problems_ = transfer::check_structure(connection_, transfer_.staging_schema, schema, mapping_,
                                          request_.config.transfer);
  }

  // Generated columns are no part of what was sent: tables that have some are read once more on both sides.
  void compare_computed(const transfer::CompareRequest& as_loaded, const sqlite::Schema& schema) {
    const auto computed =
        transfer::only_computed(transfer::with_computed_columns(mapping_, schema, request_.config.transfer));
    if (computed.tables.empty()) return;
    const transfer::CompareRequest compare{.snapshot = as_loaded.snapshot,
                                           .mapping = computed,
                                           .session = as_loaded.session,
                                           .connections = as_loaded.connections};
    const auto tables = transfer::compare_tables(compare, LoadScreen(screen_, computed, "computed"));
    screen_.live("");
    std::vector<transfer::TableVerdict> found;
    for (std::size_t i = 0; i < tables.size(); ++i) found.push_back(judge(computed.tables[i], tables[i]));
    transfer::explain_differences(compare, found, k_shown_differences);
    for (auto& verdict : verdicts_) {
      for (auto& other : found) {
        const bool worse = other.name == verdict.name && other.state == transfer::TableState::different &&
                           verdict.state != transfer::TableState::different;
        if (worse) verdict = std::move(other);
      }
    }
  }

  bool is_different() const {
    return any_refused(problems_) || transfer::worst(verdicts_) == transfer::TableState::different;
  }

  int report_nothing_to_do() {
    judge_recorded();
    screen_.json(result_json("done"));
    screen_.line(fmt::format("nothing to do: the tables are in schema {} (stage {})",
                             printable(transfer_.target_schema), transfer::to_string(transfer_.stage)));
    screen_.note("compare them with dunlin transfer verify, or go on with dunlin transfer switch");
    return 0;
  }

  int report_difference() {
    screen_.json(result_json("different"));
    show_verdicts(verdicts_, screen_);
    show_problems(problems_, screen_);
    screen_.line(screen_.styled("different: nothing was moved", Style::bad));
    screen_.note(
        fmt::format("the tables are in schema {}, to be looked at; dunlin transfer run --restart begins anew",
                    transfer_.staging_schema));
    return static_cast<int>(ErrorCode::findings);
  }

  // A transfer that had come this far before was read back then, and was equal: what is recorded holds for
  // both sides.
  void judge_recorded() {
    std::vector<transfer::LoadedTable> tables(mapping_.tables.size());
    for (const auto& chunk : transfer::read_chunks(connection_, transfer_.id)) {
      for (std::size_t i = 0; i < tables.size(); ++i) {
        if (mapping_.tables[i].source != chunk.table) continue;
        tables[i].source += chunk.sum;
        tables[i].target += chunk.sum;
        tables[i].rejected += chunk.rejected;
        tables[i].changed += chunk.changed;
      }
    }
    for (std::size_t i = 0; i < tables.size(); ++i) verdicts_.push_back(judge(mapping_.tables[i], tables[i]));
  }

  // Rows as they are counted in the target schema, after everything.
  void count_rows() {
    for (std::size_t i = 0; i < verdicts_.size(); ++i) {
      const auto name = quote_identifier(transfer_.target_schema, mapping_.tables[i].target);
      const auto rows = connection_.exec(postgres::Sql::trusted("SELECT count(*) FROM " + name)).number(0, 0);
      if (rows == verdicts_[i].rows_target) continue;
      verdicts_[i].rows_target = rows;
      verdicts_[i].state = transfer::TableState::different;
    }
  }

  std::int64_t rejected() const {
    std::int64_t rows = 0;
    for (const auto& verdict : verdicts_) rows += verdict.rejected;
    return rows;
  }

  // What didn't fit, a line each, beside the snapshot and among the reports.
  void write_rejects() {
    const fs::path path = request_.workplace.rejects();
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    transfer::read_rejects(connection_, transfer_.id, [&](const std::string& line) {
      out << line << '\n';
      ++reject_lines_;
    });
    if (!out.flush()) throw Error(ErrorCode::failed, fmt::format("{} can't be written", path.string()));
    if (reject_lines_ == 0) return;
    reject_file_ = fs::path(request_.config.transfer.directory) / "reports" /
                   fmt::format("rejects_{}.ndjson", request_.source.stem().string());
    fs::create_directories(reject_file_.parent_path());
    fs::copy_file(path, reject_file_, fs::copy_options::overwrite_existing);
  }

  Json result_json(const std::string& outcome) const {
    Json out = verdicts_json(verdicts_);
    out.set("problems", problems_json(problems_))
        .set("outcome", outcome)
        .set("transfer", transfer_.id)
        .set("schema", transfer_.target_schema)
        .set("rejected", rejected())
        .set("rejects", reject_file_.string())
        .set("seconds", seconds_);
    return out;
  }

  int report() {
    count_rows();
    write_rejects();
    const bool different = transfer::worst(verdicts_) == transfer::TableState::different;
    screen_.json(result_json(different ? "different" : "done"));
    show_verdicts(verdicts_, screen_);
    show_end(different);
    return different || rejected() > 0 ? static_cast<int>(ErrorCode::findings) : 0;
  }

  void show_end(bool different) {
    std::int64_t rows = 0;
    for (const auto& verdict : verdicts_) rows += verdict.rows_target;
    if (different)
      screen_.line(screen_.styled("different: the counts changed after the move; see above", Style::bad));
    if (rejected() > 0)
      screen_.line(screen_.styled(fmt::format("{} rows were REJECTED by policy and are not in the target: {}",
                                              with_thousands(rejected()), reject_file_.string()),
                                  Style::bad));
    screen_.line(fmt::format("{} rows of {} in schema {}, read back and compared{}", with_thousands(rows),
                             counted(verdicts_.size(), "table"), printable(transfer_.target_schema),
                             seconds_ > 0
                                 ? fmt::format(", in {}", describe_duration(std::chrono::milliseconds(
                                                              static_cast<std::int64_t>(seconds_ * 1000))))
                                 : ""));
  }

  const TransferRequest& request_;
  Screen& screen_;
  const transfer::Mapping mapping_;
  const Target target_;
  postgres::Connection connection_;
  Writing writing_;
  SchemaSteps steps_;
  transfer::TransferRow transfer_;
  std::vector<transfer::TableVerdict> verdicts_;
  std::vector<transfer::Problem> problems_;  ///< of the structure
  std::int64_t reject_lines_ = 0;
  fs::path reject_file_;
  double seconds_ = 0;
};

}  // namespace

int transfer_run(const TransferRequest& request, Screen& screen) {
  if (!request.config.transfer.shards.empty())
    throw refused("[transfer] shards: loading into several servers isn't there yet",
                  "leave it out, and load each part into its server with a run of its own");
  if (request.invocation.restart) restart(request, screen);
  if (const int code = prepare_where_needed(request, screen); code != 0) return code;
  const transfer::WorkplaceLock lock(request.workplace, wait_ms(request.invocation));
  return RunTransfer(request, screen).go();
}

}  // namespace dunlin::cli
