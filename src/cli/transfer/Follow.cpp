#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/Rounds.hpp"

namespace dunlin::cli {
namespace {

constexpr std::chrono::milliseconds k_budget{1000};

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

}  // namespace

int transfer_follow(const TransferRequest& request, Screen& screen) {
  OpenTransfer open(request, screen);
  transfer::Follower follower(open.connection(), open.row(), open.mapping(), request.workplace);
  Json rounds = Json::array();
  const auto end = transfer::follow(follower, follow_limits(request.invocation, k_budget),
                                    [&](const transfer::Round& round) {
                                      show_round(round, screen);
                                      rounds.add(round_json(round));
                                    });
  follower.record_digest();
  screen.line(ending_of(end).text);
  screen.json(Json::object().set("outcome", ending_of(end).word).set("rounds", rounds));
  return end == transfer::FollowEnd::not_shrinking ? 1 : 0;
}

}  // namespace dunlin::cli
