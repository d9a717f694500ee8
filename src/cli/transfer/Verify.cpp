#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <thread>

#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/transfer/LoadScreen.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/TransferSession.hpp"
#include "cli/transfer/VerdictReport.hpp"
#include "migrate/History.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/PlanFile.hpp"
#include "transfer/load/Shards.hpp"
#include "transfer/schema/MigrationName.hpp"
#include "transfer/structure/CheckDefinitions.hpp"
#include "transfer/structure/CheckStructure.hpp"
#include "transfer/structure/CompareStructure.hpp"
#include "transfer/structure/ReadableTables.hpp"
#include "transfer/verify/CompareTables.hpp"
#include "transfer/verify/ComputedColumns.hpp"

namespace dunlin::cli {
namespace {

using transfer::Problem;
using transfer::TableVerdict;

// One that has ended left its row in the ledger, and nothing to compare with.
void require_not_ended(postgres::Connection& connection, const TransferRequest& request) {
  if (transfer::find_transfer(connection, request.config.transfer.schema) ||
      !transfer::has_ended(connection, request.config.transfer.schema, request.source.string()))
    return;
  throw refused(
      fmt::format("the transfer of {} into schema {} has ended (by finalize, or return --drop): our copy of "
                  "the source is gone, and there is nothing to compare with",
                  printable(request.source.string()), printable(request.config.transfer.schema)),
      "dunlin transfer prepare begins a new one");
}

void require_own_files(const TransferRequest& request) {
  for (const auto& file : {request.workplace.plan(), request.workplace.snapshot()}) {
    if (!std::filesystem::exists(file))
      throw refused(fmt::format("{} isn't there: what was loaded is known where that was done only",
                                printable(file.string())),
                    "verify in the folder of the project that ran dunlin transfer run, or begin anew with "
                    "dunlin transfer prepare");
  }
}

// Those of the transfer's migrations, as they ran, and what was applied after them. Another transfer's
// migrations ran in a schema of its own, which they don't name.
transfer::StatementsRun statements_of(postgres::Connection& connection, const TransferRequest& request) {
  transfer::StatementsRun run;
  const auto history = migrate::read_history(connection);
  const auto applied = history.applied();
  std::int64_t last = 0;
  for (const auto part :
       {transfer::SchemaPart::tables, transfer::SchemaPart::keys, transfer::SchemaPart::logic}) {
    const auto name = transfer::migration_name(request.source, part);
    const auto entry =
        std::find_if(applied.rbegin(), applied.rend(), [&](const auto* one) { return one->name == name; });
    if (entry == applied.rend()) continue;
    last = std::max(last, (*entry)->position);
    for (auto& row : migrate::read_journal(connection, (*entry)->hash)) run.own.push_back(std::move(row.sql));
  }
  for (const auto& entry : history.entries) {
    if (run.own.empty() || entry.position <= last || transfer::is_migration_name(entry.name)) continue;
    for (auto& row : migrate::read_journal(connection, entry.hash))
      run.later.push_back({model::label(entry), std::move(row.sql)});
  }
  return run;
}

// A default that is gone is found by both: the second knows what it was, and who may have dropped it.
bool said_again(const Problem& problem, const std::vector<Problem>& more) {
  return (problem.message == transfer::k_default_is_missing ||
          problem.message == transfer::k_expression_is_missing) &&
         std::any_of(more.begin(), more.end(), [&](const Problem& other) {
           return other.rule == problem.rule && other.object == problem.object;
         });
}

std::vector<Problem> find_problems(postgres::Connection& connection, const TransferRequest& request,
                                   const std::string& schema, const sqlite::Schema& source,
                                   const transfer::Mapping& plan) {
  auto problems = transfer::check_structure(connection, schema, source, plan, request.config.transfer);
  const auto statements = statements_of(connection, request);
  for (auto& problem : problems) transfer::excuse(problem, statements);
  const auto more = transfer::check_definitions(connection, schema, statements);
  std::erase_if(problems, [&](const Problem& problem) { return said_again(problem, more); });
  problems.insert(problems.end(), more.begin(), more.end());
  return problems;
}

// Every row of the tables that are there with all columns; of the others it is said that they are different.
std::vector<TableVerdict> compare_rows(const transfer::CompareRequest& compare,
                                       const transfer::Mapping& whole, Screen& screen) {
  const auto tables = transfer::compare_tables(compare, LoadScreen(screen, compare.mapping, "compared"));
  screen.live("");
  std::vector<TableVerdict> verdicts;
  for (std::size_t i = 0; i < tables.size(); ++i)
    verdicts.push_back(judge(compare.mapping.tables[i], tables[i]));
  transfer::explain_differences(compare, verdicts, 20);
  for (const auto& table : whole.tables) {
    if (compare.mapping.find(table.source) != nullptr) continue;
    verdicts.push_back({.name = table.source,
                        .target = table.target,
                        .rows_source = table.rows,
                        .rejected = table.rejected,
                        .state = transfer::TableState::different});
  }
  return verdicts;
}

// "1 row was", "3 rows were".
std::string were(std::int64_t count, std::string_view singular) {
  return counted(static_cast<std::size_t>(count), singular) + (count == 1 ? " was" : " were");
}

int say_end(const std::vector<TableVerdict>& verdicts, const std::vector<Problem>& problems,
            transfer::Stage stage, Screen& screen) {
  std::int64_t rejected = 0, changed = 0;
  for (const auto& verdict : verdicts) {
    rejected += verdict.rejected;
    changed += verdict.changed;
  }
  if (any_refused(problems) || transfer::worst(verdicts) == transfer::TableState::different) {
    if (stage == transfer::Stage::returned)
      screen.line(
          "PostgreSQL's tables hold what the application wrote there until it returned, and the snapshot is "
          "of before: the SQLite file has those rows.");
    else if (stage == transfer::Stage::switched)
      screen.line(
          "Since the switch the application has worked on PostgreSQL: what it wrote there differs from the "
          "snapshot, as it should. dunlin transfer return --dry-run compares every row with what would "
          "come back.");
    screen.line(screen.styled("different", Style::bad));
    return static_cast<int>(ErrorCode::findings);
  }
  if (rejected == 0 && changed == 0) {
    screen.line("every row of the snapshot is in the target as the plan says");
    return 0;
  }
  std::vector<std::string> exceptions;
  if (rejected > 0)
    exceptions.push_back(fmt::format("{} REJECTED by policy and {} not there", were(rejected, "row"),
                                     rejected == 1 ? "is" : "are"));
  if (changed > 0) exceptions.push_back(fmt::format("{} changed by policy", were(changed, "value")));
  screen.line(screen.styled(
      "the rows of the snapshot are in the target as the plan says, but " + join(exceptions, ", and "),
      Style::warning));
  return 0;
}

}  // namespace

int transfer_verify(const TransferRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = connect_for_transfer(target);
  require_not_ended(connection, request);
  const auto found = require_transfer(connection, request);
  require_own_files(request);
  auto plan = transfer::read_plan(request.workplace.plan());
  if (const auto shards = static_cast<int>(request.config.transfer.shards.size()); shards > 0)
    plan = transfer::mapping_of_shard(std::move(plan), request.shard, shards);
  auto snapshot =
      sqlite::Database::open(request.workplace.snapshot().string(), sqlite::Database::Mode::read_only);
  const sqlite::Schema schema = sqlite::read_schema(snapshot);
  const bool moved = found.stage >= transfer::Stage::moved;
  const std::string& place = moved ? found.target_schema : found.staging_schema;
  const auto mapping = transfer::with_computed_columns(plan, schema, request.config.transfer);
  const auto readable = transfer::readable_part(connection, place, mapping);
  const int asked = request.config.transfer.connections;
  const transfer::CompareRequest compare{
      .snapshot = request.workplace.snapshot().string(),
      .mapping = readable,
      .session = {.url = target.url(), .schema = place},
      .connections =
          asked > 0 ? asked : std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, 8)};
  const auto verdicts = compare_rows(compare, mapping, screen);
  const auto problems = find_problems(connection, request, place, schema, plan);
  screen.json(verdicts_json(verdicts).set("problems", problems_json(problems)));
  show_verdicts(verdicts, screen);
  show_problems(problems, screen);
  return say_end(verdicts, problems, found.stage, screen);
}

}  // namespace dunlin::cli
