#include "cli/transfer/Preparing.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "cli/transfer/RunningPhase.hpp"
#include "cli/transfer/ShardRequests.hpp"
#include "cli/transfer/TransferSession.hpp"
#include "sqlite/Checks.hpp"
#include "sqlite/capture/ChangeLog.hpp"
#include "transfer/prepare/Findings.hpp"
#include "transfer/prepare/ServerChecks.hpp"
#include "transfer/prepare/SourceChecks.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;
using transfer::Check;
using transfer::CheckState;

std::int64_t milliseconds_since(steady_clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin).count();
}

// base.db belongs to a transfer that may be under way: the copy takes its place when a plan was made of it.
fs::path passing_snapshot(const TransferRequest& request) {
  return request.workplace.folder / "prepare.db";
}

std::string plural_files(std::size_t count) {
  return counted(count, "file") + " identical";
}

// Folders beside the source that this program made are no change by others.
sqlite::Fingerprint without_ours(sqlite::Fingerprint print, const fs::path& source,
                                 const model::Config& config) {
  for (const fs::path& folder : {fs::path(config.transfer.directory), fs::path(config.migrations),
                                 fs::path(config.root) / ".dunlin"}) {
    if (folder.parent_path() != source.parent_path()) continue;
    const auto found = std::find(print.directory.begin(), print.directory.end(), folder.filename().string());
    if (found != print.directory.end()) print.directory.erase(found);
  }
  return print;
}

// An earlier transfer's triggers would be taken for the application's.
void require_no_capture(sqlite::Database& copy, const std::string& source) {
  if (!sqlite::has_capture(copy)) return;
  throw refused(
      fmt::format("{} holds the change log of an earlier --capture triggers", printable(source)),
      fmt::format("dunlin transfer return --drop ends that transfer and takes it out; by hand: drop the "
                  "table {} and the triggers {}*",
                  sqlite::k_change_log, sqlite::k_capture_prefix));
}

}  // namespace

int wait_ms(const Invocation& invocation) {
  return static_cast<int>(parse_duration(invocation.wait).count());
}

fs::path backups_folder(const model::Config& config) {
  return fs::path(config.transfer.directory) / "backups";
}
fs::path reports_folder(const model::Config& config) {
  return fs::path(config.transfer.directory) / "reports";
}
fs::path logs_folder(const model::Config& config) {
  return fs::path(config.transfer.directory) / "logs";
}

Preparing::Preparing(const TransferRequest& request, PhaseLog& log, std::string stamp)
    : request_(request), log_(log) {
  result_.source = request.source.string();
  result_.schema = request.config.transfer.schema;
  result_.stamp = std::move(stamp);
  result_.target = request.config.environment.url.empty()
                       ? "the project's private PostgreSQL"
                       : redact_connection_string(request.config.environment.url.reveal());
}

Preparing::~Preparing() {
  if (result_.snapshot && !kept_) sqlite::remove_copy(result_.snapshot->path);
  if (copy_ && !result_.backups) sqlite::remove_copy(copy_->path);
}

void Preparing::begin() {
  before_ =
      without_ours(sqlite::take_fingerprint(request_.source.string()), request_.source, request_.config);
  result_.source_files = before_->files.size();
}

void Preparing::check_safety() {
  RunningPhase phase(result_, log_, 1, "Safety checks");
  const fs::path backups = backups_folder(request_.config);
  const auto state = sqlite::observe_source(request_.source.string());
  const auto rooms = transfer::rooms_for(state, backups, request_.workplace.folder);
  const auto seen = transfer::check_source_state(state, rooms);
  phase.add(seen);
  for (const Check& check : seen)
    if (check.state == CheckState::refused) throw Error(ErrorCode::failed, check.result, check.hint);
  const auto began = steady_clock::now();
  sqlite::remove_copy(passing_snapshot(request_).string());
  sqlite::remove_copy(passing_snapshot(request_).string() + ".partial");
  const auto path = transfer::new_backup_path(backups, request_.source, result_.stamp);
  copy_ = sqlite::copy_source(request_.source.string(), path.string(), wait_ms(request_.invocation));
  const auto took = milliseconds_since(began);
  kill_point("prepare-copied");
  result_.snapshot =
      sqlite::take_snapshot_of_copy(*copy_, request_.source.string(), passing_snapshot(request_).string());
  kill_point("prepare-snapshot");
  auto database = sqlite::Database::open(result_.snapshot->path, sqlite::Database::Mode::read_write);
  require_no_capture(database, request_.source.string());
  contents_ = sqlite::check_contents(database);
  result_.problems = transfer::long_value_problems(contents_);
  phase.add(transfer::check_snapshot(*result_.snapshot, contents_, took));
}

void Preparing::back_up() {
  RunningPhase phase(result_, log_, 2, "Backups");
  result_.backups = transfer::make_backups(*copy_, *result_.snapshot);
  kill_point("prepare-backups");
  phase.add(transfer::check_backups(*result_.backups));
}

void Preparing::test_server() {
  RunningPhase phase(result_, log_, 3, "PostgreSQL");
  try {
    target_.emplace(request_.config);
    connection_.emplace(connect_for_transfer(*target_));
    result_.server = transfer::read_server_facts(*connection_, request_.config.transfer.schema);
  } catch (const Error& error) {
    phase.add({"connection", CheckState::refused, error.message(), error.hint()});
    throw;
  }
  const transfer::ServerNeeds needs{request_.source.string(), result_.snapshot ? result_.snapshot->size : 0,
                                    request_.config.environment.pool_size};
  phase.add(transfer::check_server(*result_.server, request_.config.transfer, needs));
  test_other_servers(phase, needs);
}

// Those of [transfer] shards behind the first.
void Preparing::test_other_servers(RunningPhase& phase, const transfer::ServerNeeds& needs) {
  const auto servers = requests_of_shards(request_);
  for (std::size_t i = 1; i < servers.size(); ++i) {
    std::vector<Check> checks;
    try {
      const Target target(servers[i].config);
      auto connection = connect_for_transfer(target);
      const auto facts = transfer::read_server_facts(connection, request_.config.transfer.schema);
      checks = transfer::check_server(facts, request_.config.transfer, needs);
    } catch (const Error& error) {
      phase.add({"server " + std::to_string(i + 1), CheckState::refused, error.message(), error.hint()});
      throw;
    }
    for (Check& check : checks) check.name = fmt::format("server {}: {}", i + 1, check.name);
    phase.add(checks);
  }
  if (servers.size() > 1) require_different_databases(servers);
}

void Preparing::end() {
  const auto after =
      without_ours(sqlite::take_fingerprint(request_.source.string()), request_.source, request_.config);
  result_.source_changes = sqlite::differences(*before_, after);
  if (result_.source_changes.empty()) {
    log_.line(fmt::format("source untouched: {}", plural_files(before_->files.size())), Style::good);
    return;
  }
  log_.line("others wrote to the source meanwhile (dunlin wrote nothing there):", Style::warning);
  for (const std::string& line : result_.source_changes) log_.line("  " + line);
}

}  // namespace dunlin::cli
