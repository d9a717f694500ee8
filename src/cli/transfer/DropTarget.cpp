#include "cli/transfer/DropTarget.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/transfer/Capture.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/ReturnFinished.hpp"
#include "cli/transfer/SchemaSteps.hpp"
#include "transfer/WorkplaceOwner.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/giveback/EndOutbox.hpp"

namespace dunlin::cli {
namespace {

using transfer::Stage;

void require_droppable(const OpenTransfer& open, const TransferRequest& request) {
  require_return_finished(request, open);
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

int show_what_would_go(const transfer::Mapping& mapping, const std::string& tables, Screen& screen) {
  Json names = Json::array();
  for (const auto& table : mapping.tables) names.add(mapping.target_schema + "." + table.target);
  screen.line(fmt::format("Would drop {} of PostgreSQL, and what belongs to them: {}. Nothing was changed.",
                          tables, printable(join(transfer::target_names(mapping), ", "))));
  screen.json(Json::object().set("outcome", "rehearsed").set("would_drop", names));
  return 0;
}

}  // namespace

int drop_target(const TransferRequest& request, Screen& screen) {
  Invocation invocation = request.invocation;
  invocation.drop_data = true;  // the rows are in SQLite: no copies of them are kept
  const TransferRequest dropping{invocation, request.config, request.source, request.workplace,
                                 request.shard};
  OpenTransfer open(dropping, screen);
  require_droppable(open, request);
  const auto tables = counted(open.mapping().tables.size(), "table");
  if (invocation.dry_run) return show_what_would_go(open.mapping(), tables, screen);
  if (!confirmed(invocation, fmt::format("Drop {} of PostgreSQL, and what belongs to them: {}?", tables,
                                         join(transfer::target_names(open.mapping()), ", "))))
    throw refused("nothing was dropped", "say yes, or give --yes");
  end_capture(request, open.row().source, screen);
  if (open.row().stage >= Stage::switched)  // before, the outbox is nobody's, or another transfer's
    transfer::end_outbox(open.connection(), open.mapping(), parse_duration(invocation.wait));
  SchemaSteps(dropping, open.target(), open.connection(), open.writing()).undo(open.row().target_schema);
  transfer::set_stage(open.connection(), open.row().id, Stage::finalized);
  const bool is_last = static_cast<std::size_t>(request.shard) + 1 >= request.config.transfer.shards.size();
  if (is_last) {
    std::filesystem::remove(request.workplace.plan());
    transfer::forget_owner(request.workplace);
  }
  screen.line(
      fmt::format("Dropped {}: the migrations that made them are rolled back. dunlin transfer prepare "
                  "begins anew.",
                  tables));
  screen.json(Json::object().set("outcome", "dropped").set("tables", open.mapping().tables.size()));
  return 0;
}

}  // namespace dunlin::cli
