#include <algorithm>
#include <fmt/format.h>
#include <thread>

#include "cli/Session.hpp"
#include "cli/transfer/LoadScreen.hpp"
#include "cli/transfer/Verbs.hpp"
#include "cli/transfer/VerdictReport.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/PlanFile.hpp"
#include "transfer/structure/CheckStructure.hpp"
#include "transfer/verify/CompareTables.hpp"
#include "transfer/verify/ComputedColumns.hpp"

namespace dunlin::cli {

int transfer_verify(const TransferRequest& request, Screen& screen) {
  const auto plan = transfer::read_plan(request.workplace.plan());
  auto snapshot =
      sqlite::Database::open(request.workplace.snapshot().string(), sqlite::Database::Mode::read_only);
  const sqlite::Schema schema = sqlite::read_schema(snapshot);
  const auto mapping = transfer::with_computed_columns(plan, schema, request.config.transfer);
  const Target target(request.config);
  auto connection = target.connect();
  const auto found = transfer::find_transfer(connection, mapping.target_schema);
  if (!found) throw refused("nothing of this file is loaded", "run dunlin transfer run first");
  const bool moved = found->stage >= transfer::Stage::moved;
  const int asked = request.config.transfer.connections;
  const transfer::CompareRequest compare{
      .snapshot = request.workplace.snapshot().string(),
      .mapping = mapping,
      .session = {.url = target.url(), .schema = moved ? found->target_schema : found->staging_schema},
      .connections =
          asked > 0 ? asked : std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, 8)};
  const auto tables = transfer::compare_tables(compare, LoadScreen(screen, mapping, "compared"));
  screen.live("");
  std::vector<transfer::TableVerdict> verdicts;
  for (std::size_t i = 0; i < tables.size(); ++i) verdicts.push_back(judge(mapping.tables[i], tables[i]));
  transfer::explain_differences(compare, verdicts, 20);
  const auto problems =
      transfer::check_structure(connection, compare.session.schema, schema, plan, request.config.transfer);
  screen.json(verdicts_json(verdicts).set("problems", problems_json(problems)));
  show_verdicts(verdicts, screen);
  show_problems(problems, screen);
  const bool different =
      any_refused(problems) || transfer::worst(verdicts) == transfer::TableState::different;
  screen.line(different ? screen.styled("different", Style::bad)
                        : "every row of the snapshot is in the target as the plan says");
  return different ? static_cast<int>(ErrorCode::findings) : 0;
}

}  // namespace dunlin::cli
