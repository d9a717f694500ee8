#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "postgres/Transaction.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/cutover/Configuration.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/cutover/Strays.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/giveback/GiveBack.hpp"
#include "transfer/giveback/Offer.hpp"
#include "transfer/giveback/SwapFile.hpp"

namespace dunlin::cli {
namespace {

using transfer::Stage;
using Side = transfer::Configuration::Side;

// Before the switch the source has everything: there is nothing to bring back.
int nothing_to_return(OpenTransfer& open, const TransferRequest& request, Screen& screen) {
  if (!request.invocation.drop) {
    screen.line(
        "Nothing to return: the application works on SQLite, and its file was never changed. With --drop "
        "the tables in PostgreSQL are dropped.");
    screen.json(Json::object().set("outcome", "nothing_to_return"));
    return 0;
  }
  std::vector<std::string> names;
  for (const auto& table : open.mapping().tables)
    names.push_back(transfer::followed_table(open.mapping(), table).name);
  if (open.row().stage != Stage::moved && open.row().stage != Stage::following)
    throw refused("the load isn't complete: its tables are still in the staging schema",
                  "dunlin transfer run finishes it");
  if (!confirmed(request.invocation, fmt::format("Drop {} of PostgreSQL: {}?", counted(names.size(), "table"),
                                                 join(names, ", "))))
    throw refused("nothing was dropped", "say yes, or give --yes");
  postgres::Transaction transaction(open.connection());
  if (!names.empty()) open.connection().exec(postgres::Sql::trusted("DROP TABLE " + join(names, ", ")));
  transfer::set_stage(open.connection(), open.row().id, Stage::finalized);
  transaction.commit();
  screen.line(
      fmt::format("Dropped {}. The migrations that made them are still recorded as applied: dunlin "
                  "rollback takes them out of the ledger.",
                  counted(names.size(), "table")));
  screen.json(Json::object().set("outcome", "dropped").set("tables", names.size()));
  return 0;
}

void require_offer(OpenTransfer& open, const TransferRequest& request) {
  auto copy =
      sqlite::Database::open(request.workplace.snapshot().string(), sqlite::Database::Mode::read_only);
  const auto reasons = transfer::reasons_against_return(open.connection(), open.row(), open.mapping(),
                                                        sqlite::read_schema(copy));
  if (reasons.empty()) return;
  throw refused(
      fmt::format("what was written to PostgreSQL since the switch ({}) can't be brought back exactly: {}",
                  counted(static_cast<std::size_t>(transfer::count_outbox(open.connection())), "entry"),
                  join(reasons, "; ")),
      fmt::format(
          "{} is as it was at the switch: pointing the application back to it by hand loses those writes",
          request.source.string()));
}

void accept_strays(OpenTransfer& open, const TransferRequest& request, Screen& screen) {
  const auto strays = transfer::find_strays(open.row().source, open.mapping(), request.workplace);
  if (strays.empty()) return;
  for (const auto& stray : strays) screen.line(screen.styled(transfer::describe(stray), Style::warning));
  if (!confirmed(request.invocation,
                 fmt::format(
                     "These rows were written to the SQLite file after the switch. They aren't in PostgreSQL "
                     "and will be in {} only. Go on?",
                     transfer::kept_file(open.row().source))))
    throw refused("the SQLite file was written after the switch, and nothing was returned",
                  "write those rows into PostgreSQL by hand, or leave them behind with --yes");
}

int finish(const TransferRequest& request, const transfer::TransferRow& row, const Json& result,
           Screen& screen) {
  const transfer::Configuration configuration(request.config.transfer, request.config.root,
                                              request.workplace);
  transfer::finish_return(row);
  const std::string former = configuration.former_value();
  configuration.point_back(Side::sqlite, former);
  screen.line(screen.styled(fmt::format("Returned: {} has every row; the original is {}.", row.source,
                                        transfer::kept_file(row.source)),
                            Style::good));
  screen.line(configuration.is_known()
                  ? fmt::format("{} points to SQLite again.", configuration.describe())
                  : "No switch_file or switch_command is configured: point the application to the file now.");
  screen.json(result);
  configuration.require_health(Side::sqlite, former);
  return 0;
}

}  // namespace

int transfer_return(const TransferRequest& request, Screen& screen) {
  OpenTransfer open(request, screen);
  if (open.row().stage == Stage::returned)
    return finish(request, open.row(), Json::object().set("outcome", "returned"), screen);
  if (open.row().stage != Stage::switched) return nothing_to_return(open, request, screen);
  require_offer(open, request);
  accept_strays(open, request, screen);
  const auto given = transfer::give_back(
      open.connection(), {open.row(), open.mapping(), request.workplace, open.target().url(), 2,
                          parse_duration(request.invocation.wait), request.invocation.dry_run});
  screen.note(
      fmt::format("{} of the outbox: {} rows out of the SQLite file, {} in; every row compared; writers of "
                  "PostgreSQL waited for {}",
                  counted(static_cast<std::size_t>(given.drained.entries), "entry"),
                  with_thousands(given.drained.deleted), with_thousands(given.drained.inserted),
                  describe_duration(given.fenced)));
  const Json result = Json::object()
                          .set("outcome", request.invocation.dry_run ? "rehearsed" : "returned")
                          .set("entries", given.drained.entries)
                          .set("deleted", given.drained.deleted)
                          .set("inserted", given.drained.inserted)
                          .set("fenced_milliseconds", static_cast<std::int64_t>(given.fenced.count()));
  if (!request.invocation.dry_run) return finish(request, open.row(), result, screen);
  screen.line("Rehearsed: the SQLite file would hold every row of PostgreSQL, and nothing was changed.");
  screen.json(result);
  return 0;
}

}  // namespace dunlin::cli
