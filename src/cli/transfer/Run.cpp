#include <deque>
#include <filesystem>
#include <fmt/format.h>

#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/transfer/OwnWorkplace.hpp"
#include "cli/transfer/Prepare.hpp"
#include "cli/transfer/Preparing.hpp"
#include "cli/transfer/Restart.hpp"
#include "cli/transfer/RunReport.hpp"
#include "cli/transfer/RunTransfer.hpp"
#include "cli/transfer/ShardRequests.hpp"
#include "cli/transfer/Verbs.hpp"
#include "transfer/PlanFile.hpp"
#include "transfer/WorkplaceLock.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

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

// Rows that are spread have to be on one server each, and on one only.
void require_all_rows(const transfer::Mapping& mapping, const std::deque<RunTransfer>& runs) {
  for (std::size_t i = 0; i < mapping.tables.size(); ++i) {
    const auto& table = mapping.tables[i];
    if (!table.distribution || table.distribution->is_reference()) continue;
    std::int64_t rows = 0;
    for (const auto& run : runs) rows += run.result().verdicts[i].rows_source;
    if (rows != table.rows)
      throw Error(
          ErrorCode::findings,
          fmt::format("{}: {} on the servers together, {} in the source", printable(table.source),
                      counted(static_cast<std::size_t>(rows), "row"), with_thousands(table.rows)),
          "nothing was moved; was the list of servers changed? dunlin transfer run --restart begins anew");
  }
}

// All servers are loaded and compared before the first one's tables are moved: what fails until then leaves
// every server's tables in their staging schema, and the next run goes on there.
int run_on_shards(const std::vector<TransferRequest>& servers, Screen& screen) {
  std::deque<RunTransfer> runs;
  for (const auto& server : servers) {
    screen.note(describe_shard(server) + ": loading");
    if (!runs.emplace_back(server, screen).load()) return report_difference(runs.back().result(), screen);
    kill_point("shard-loaded");
  }
  require_all_rows(transfer::read_plan(servers.front().workplace.plan()), runs);
  for (auto& run : runs) {
    run.finish();
    kill_point("shard-moved");
  }
  int code = 0;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    screen.line(describe_shard(servers[i]));
    if (const int own = runs[i].report(); own != 0) code = own;
  }
  return code;
}

int run_on_one(const TransferRequest& server, Screen& screen) {
  RunTransfer run(server, screen);
  if (!run.load()) return report_difference(run.result(), screen);
  run.finish();
  return run.report();
}

}  // namespace

int transfer_run(const TransferRequest& request, Screen& screen) {
  const auto servers = requests_of_shards(request);
  require_free_workplace(servers);
  if (request.invocation.restart) begin_anew(servers, screen);
  if (const int code = prepare_where_needed(servers.front(), screen); code != 0) return code;
  const transfer::WorkplaceLock lock(request.workplace, wait_ms(request.invocation));
  if (servers.size() == 1) return run_on_one(servers.front(), screen);
  return run_on_shards(servers, screen);
}

}  // namespace dunlin::cli
