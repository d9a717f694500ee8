#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/transfer/Capture.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/StrayList.hpp"
#include "postgres/Transaction.hpp"
#include "sqlite/CopySource.hpp"
#include "transfer/cutover/Outbox.hpp"
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

void remove_copies(const transfer::Workplace& workplace) {
  for (const auto& copy :
       {workplace.snapshot(), workplace.next_snapshot(), workplace.logged_rows(), workplace.shadow()})
    sqlite::remove_copy(copy.string());
}

}  // namespace

int transfer_finalize(const TransferRequest& request, Screen& screen) {
  OpenTransfer open(request, screen);
  require_finished(open);
  const auto strays = list_strays(open.row(), open.mapping(), request.workplace);
  show_strays(strays, screen);
  if (!confirmed(
          request.invocation,
          fmt::format("End the time in which the transfer can be returned, and remove our copies of the "
                      "source in {}?",
                      request.workplace.folder.string())))
    throw refused("nothing was ended", "say yes, or give --yes");
  end_capture(request, open.row().source, screen);
  postgres::Transaction transaction(open.connection());
  transfer::drop_outbox(open.connection(), open.mapping());
  transfer::open_tables(open.connection(), open.mapping());
  transfer::set_stage(open.connection(), open.row().id, Stage::finalized);
  transaction.commit();
  remove_copies(request.workplace);
  screen.line("Finalized: no way back is kept any more. The SQLite file itself stays where it is.");
  screen.json(Json::object().set("outcome", "finalized").set("strays", strays_json(strays)));
  return 0;
}

}  // namespace dunlin::cli
