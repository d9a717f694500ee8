#include <filesystem>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "cli/transfer/Capture.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/ReturnFinished.hpp"
#include "cli/transfer/StrayList.hpp"
#include "sqlite/CopySource.hpp"
#include "transfer/WorkplaceOwner.hpp"
#include "transfer/cutover/SwitchRecord.hpp"
#include "transfer/giveback/EndOutbox.hpp"
#include "transfer/giveback/SwapFile.hpp"

namespace dunlin::cli {
namespace {

using transfer::Stage;

// The tables are there, and the application was pointed to them by other means, or not at all.
bool never_switched(const OpenTransfer& open) {
  return open.row().stage == Stage::moved || open.row().stage == Stage::following;
}

void require_finished(OpenTransfer& open, const TransferRequest& request) {
  const auto record = transfer::find_switch(open.connection(), open.row().id);
  require_return_finished(request, open);
  const bool switched =
      open.row().stage == Stage::switched && record && record->phase == transfer::SwitchPhase::confirmed;
  if (switched || open.row().stage == Stage::returned || never_switched(open)) return;
  throw refused(fmt::format("this transfer is in stage '{}'", to_string(open.row().stage)),
                open.row().stage == Stage::switched
                    ? "dunlin transfer switch finishes the switch that was cut off, or takes it back"
                    : "dunlin transfer run finishes it, with --restart it begins anew");
}

// A file that can't be read any more doesn't keep a transfer from its end.
StrayList list_last(OpenTransfer& open, const TransferRequest& request, Screen& screen) {
  StrayList strays;
  try {
    strays = list_strays(open.row(), open.mapping(), request.workplace);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::interrupted) throw;
    screen.line(screen.styled(
        fmt::format("whether somebody has written to the SQLite file can't be told: {}", error.message()),
        Style::warning));
  }
  show_strays(strays, screen);
  return strays;
}

void remove_copies(const transfer::Workplace& workplace) {
  for (const auto& copy : {workplace.snapshot(), workplace.next_snapshot(), workplace.logged_rows()})
    sqlite::remove_copy(copy.string());
}

}  // namespace

int transfer_finalize(const TransferRequest& request, Screen& screen) {
  OpenTransfer open(request, screen);
  require_finished(open, request);
  const StrayList strays = list_last(open, request, screen);
  const std::string question =
      never_switched(open)
          ? "End this transfer without a switch: nothing is followed or compared any more, and remove our "
            "copies of the source in {}?"
          : "End the time in which the transfer can be returned, and remove our copies of the source in {}?";
  if (!confirmed(request.invocation, fmt::format(fmt::runtime(question), request.workplace.folder.string())))
    throw refused("nothing was ended", "say yes, or give --yes");
  end_capture(request, open.row().source, screen);
  const auto set_stage = [&] { transfer::set_stage(open.connection(), open.row().id, Stage::finalized); };
  if (never_switched(open))
    set_stage();
  else
    transfer::end_outbox(open.connection(), open.mapping(), parse_duration(request.invocation.wait),
                         set_stage);
  remove_copies(request.workplace);
  transfer::forget_owner(request.workplace);
  transfer::remove_unfinished(open.row().source);
  screen.line(
      std::string("Finalized: no way back is kept any more.") +
      (std::filesystem::exists(open.row().source) ? " The SQLite file itself stays where it is." : ""));
  screen.json(Json::object().set("outcome", "finalized").set("strays", strays_json(strays)));
  return 0;
}

}  // namespace dunlin::cli
