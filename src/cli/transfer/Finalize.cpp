#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "postgres/Transaction.hpp"
#include "sqlite/CopySource.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/cutover/Strays.hpp"
#include "transfer/cutover/SwitchRecord.hpp"
#include "transfer/giveback/ClosedTables.hpp"

namespace dunlin::cli {
namespace {

using transfer::Stage;

void require_finished(OpenTransfer& open) {
  const auto record = transfer::find_switch(open.connection(), open.row().id);
  const bool switched =
      open.row().stage == Stage::switched && record && record->phase == transfer::SwitchPhase::confirmed;
  if (switched || open.row().stage == Stage::returned) return;
  throw refused(fmt::format("this transfer is in stage '{}'", to_string(open.row().stage)),
                "dunlin transfer switch comes first (a switch that was cut off is finished by it)");
}

std::vector<std::string> list_strays(OpenTransfer& open, const TransferRequest& request) {
  std::vector<std::string> lines;
  if (open.row().stage != Stage::switched) return lines;
  for (const auto& stray : transfer::find_strays(open.row().source, open.mapping(), request.workplace))
    lines.push_back(transfer::describe(stray));
  return lines;
}

void remove_copies(const transfer::Workplace& workplace) {
  for (const auto& copy : {workplace.snapshot(), workplace.next_snapshot(), workplace.shadow()})
    sqlite::remove_copy(copy.string());
}

}  // namespace

int transfer_finalize(const TransferRequest& request, Screen& screen) {
  OpenTransfer open(request, screen);
  require_finished(open);
  const auto strays = list_strays(open, request);
  for (const auto& line : strays)
    screen.line(screen.styled("written to the SQLite file after the switch, and not in PostgreSQL: " + line,
                              Style::warning));
  if (!confirmed(
          request.invocation,
          fmt::format("End the time in which the transfer can be returned, and remove our copies of the "
                      "source in {}?",
                      request.workplace.folder.string())))
    throw refused("nothing was ended", "say yes, or give --yes");
  postgres::Transaction transaction(open.connection());
  transfer::drop_outbox(open.connection(), open.mapping());
  transfer::open_tables(open.connection(), open.mapping());
  transfer::set_stage(open.connection(), open.row().id, Stage::finalized);
  transaction.commit();
  remove_copies(request.workplace);
  screen.line("Finalized: no way back is kept any more. The SQLite file itself stays where it is.");
  Json list = Json::array();
  for (const auto& line : strays) list.add(line);
  screen.json(Json::object().set("outcome", "finalized").set("strays", list));
  return 0;
}

}  // namespace dunlin::cli
