#include <algorithm>

#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "cli/transfer/AlteredTarget.hpp"
#include "cli/transfer/Capture.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/Rounds.hpp"
#include "cli/transfer/StrayList.hpp"

namespace dunlin::cli {
namespace {

constexpr std::chrono::milliseconds k_budget{1000};

bool has_rejects(const transfer::Round& round) {
  return std::any_of(round.tables.begin(), round.tables.end(),
                     [](const transfer::AppliedTable& table) { return table.rejected > 0; });
}

struct Ending {
  const char* word;  // of the JSON contract
  const char* text;
};

Ending ending_of(transfer::FollowEnd end) {
  switch (end) {
    case transfer::FollowEnd::within_budget:
      return {"within_budget", "The last round is short enough: dunlin transfer switch can follow."};
    case transfer::FollowEnd::rounds_done: return {"rounds_done", "All rounds are done."};
    case transfer::FollowEnd::interrupted: return {"interrupted", "Stopped between two rounds."};
    case transfer::FollowEnd::not_shrinking:
      return {
          "not_shrinking",
          "The rounds don't get shorter: the source is written faster than it can be followed. Switch at a "
          "quieter time, or give a larger --budget."};
  }
  return {"", ""};
}

// After the switch nothing is applied any more: who still writes to the source is named.
int report_strays(const OpenTransfer& open, const TransferRequest& request, Screen& screen) {
  const auto strays = list_strays(open.row(), open.mapping(), request.workplace);
  show_strays(strays, screen);
  if (strays.missing)
    throw refused("there is no SQLite file to look at",
                  "dunlin transfer status says how far the transfer is");
  if (strays.empty()) screen.line("Nobody has written to the SQLite file since the switch.");
  screen.json(
      Json::object().set("outcome", strays.empty() ? "quiet" : "strays").set("strays", strays_json(strays)));
  return strays.empty() ? 0 : 3;
}

constexpr const char* k_undo =
    "nothing of this round was stored. Undo that in PostgreSQL, then run the command again; or drop the "
    "target's "
    "tables (dunlin transfer return --drop) and begin anew with dunlin transfer prepare";

int follow_rounds(OpenTransfer& open, const TransferRequest& request, Screen& screen) {
  transfer::Follower follower(open.connection(), open.row(), open.mapping(), request.workplace);
  begin_capture(follower, request, screen);
  Json rounds = Json::array();
  bool rejected = false;
  const auto end = transfer::follow(follower, follow_limits(request.invocation, k_budget),
                                    [&](const transfer::Round& round) {
                                      show_round(round, screen);
                                      rejected = rejected || has_rejects(round);
                                      rounds.add(round_json(round));
                                    });
  // After Ctrl-C the server cancels what is asked; the next command records it.
  if (end != transfer::FollowEnd::interrupted) follower.record_digest();
  screen.line(ending_of(end).text);
  screen.json(Json::object().set("outcome", ending_of(end).word).set("rounds", rounds));
  if (end == transfer::FollowEnd::not_shrinking) return 1;
  return rejected ? 3 : 0;
}

}  // namespace

int transfer_follow(const TransferRequest& request, Screen& screen) {
  OpenTransfer open(request, screen);
  require_one_server(open.mapping());
  if (open.row().stage == transfer::Stage::switched) return report_strays(open, request, screen);
  try {
    return follow_rounds(open, request, screen);
  } catch (const Error& error) {
    rethrow_explained(open, error, k_undo);
  }
}

}  // namespace dunlin::cli
