#include "cli/transfer/DropTarget.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/transfer/Capture.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/SchemaSteps.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/giveback/ClosedTables.hpp"

namespace dunlin::cli {
namespace {

using transfer::Stage;

void require_droppable(const OpenTransfer& open) {
  switch (open.row().stage) {
    case Stage::moved:
    case Stage::following:
    case Stage::returned: return;
    case Stage::switched:
      throw refused("the application works on PostgreSQL: its data is in these tables",
                    "dunlin transfer return brings it back to SQLite first");
    default:
      throw refused("the load isn't complete: its tables are still in the staging schema",
                    "dunlin transfer run finishes it, with --restart it drops them and begins anew");
  }
}

std::string names_of(const transfer::Mapping& mapping) {
  std::vector<std::string> names;
  for (const auto& table : mapping.tables) names.push_back(transfer::followed_table(mapping, table).name);
  return join(names, ", ");
}

}  // namespace

int drop_target(const TransferRequest& request, Screen& screen) {
  Invocation invocation = request.invocation;
  invocation.drop_data = true;  // the rows are in SQLite: no copies of them are kept
  const TransferRequest dropping{invocation, request.config, request.source, request.workplace};
  OpenTransfer open(dropping, screen);
  require_droppable(open);
  const auto tables = counted(open.mapping().tables.size(), "table");
  if (!confirmed(invocation, fmt::format("Drop {} of PostgreSQL, and what belongs to them: {}?", tables,
                                         names_of(open.mapping()))))
    throw refused("nothing was dropped", "say yes, or give --yes");
  end_capture(request, open.row().source, screen);
  transfer::open_tables(open.connection(), open.mapping());
  SchemaSteps(dropping, open.target(), open.connection(), open.writing()).undo(open.row().target_schema);
  transfer::set_stage(open.connection(), open.row().id, Stage::finalized);
  std::filesystem::remove(request.workplace.plan());
  screen.line(
      fmt::format("Dropped {}: the migrations that made them are rolled back. dunlin transfer prepare "
                  "begins anew.",
                  tables));
  screen.json(Json::object().set("outcome", "dropped").set("tables", open.mapping().tables.size()));
  return 0;
}

}  // namespace dunlin::cli
