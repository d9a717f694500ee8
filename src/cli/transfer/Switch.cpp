#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/transfer/AlteredTarget.hpp"
#include "cli/transfer/Capture.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/Rounds.hpp"
#include "postgres/ConnectionUrl.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/cutover/Cutover.hpp"
#include "transfer/cutover/Strays.hpp"
#include "transfer/cutover/SwitchRecord.hpp"
#include "transfer/giveback/Offer.hpp"

namespace dunlin::cli {
namespace {

constexpr std::chrono::milliseconds k_budget{1000};
constexpr int k_connections = 2;

// Rounds until they are short, every row compared, and the rounds for what came while it was.
void come_close(transfer::Follower& follower, const TransferRequest& request, const std::string& url,
                Screen& screen) {
  const auto show = [&](const transfer::Round& round) { show_round(round, screen); };
  const auto limits = follow_limits(request.invocation, k_budget);
  const auto end = transfer::follow(follower, limits, show);
  if (end == transfer::FollowEnd::interrupted) throw Error(ErrorCode::interrupted, "interrupted");
  if (end == transfer::FollowEnd::not_shrinking)
    throw Error(
        ErrorCode::failed,
        "the rounds don't get shorter: the source is written faster than it can be followed",
        "switch at a quieter time, or give a larger --budget; the application works on SQLite as before");
  screen.note("comparing every row of SQLite, PostgreSQL and the ledger");
  transfer::require_equal(
      follower, url,
      request.config.transfer.connections > 0 ? request.config.transfer.connections : k_connections);
  transfer::follow(follower, limits, show);
  transfer::close_in(follower, show);
}

Json cutover_json(const char* outcome, const transfer::Cutover& cutover) {
  return Json::object()
      .set("outcome", outcome)
      .set("fenced_milliseconds", static_cast<std::int64_t>(cutover.fenced.count()))
      .set("last_round", round_json(cutover.last));
}

void say_what_writers_saw(const transfer::Cutover& cutover, Screen& screen) {
  screen.note(
      fmt::format("writers of the SQLite file waited for {}; those without a busy timeout of that "
                  "length got SQLITE_BUSY",
                  describe_duration(cutover.fenced)));
}

int rehearse(transfer::Follower& follower, const transfer::CutoverRequest& request, Screen& screen) {
  const auto cutover = transfer::rehearse_cut_over(follower, request);
  show_round(cutover.last, screen);
  say_what_writers_saw(cutover, screen);
  screen.line("Rehearsed: both sides are equal, and nothing was switched.");
  screen.json(cutover_json("rehearsed", cutover));
  return 0;
}

int cut_over(transfer::Follower& follower, const transfer::CutoverRequest& request,
             const std::vector<std::string>& losses, Screen& screen) {
  const auto cutover = transfer::cut_over(follower, request);
  show_round(cutover.last, screen);
  say_what_writers_saw(cutover, screen);
  screen.line(screen.styled(
      losses.empty() ? "Switched: the data is PostgreSQL's now, and writes to it are kept for a way back."
                     : "Switched: the data is PostgreSQL's now. What is written to it can't be brought back.",
      Style::good));
  screen.line(request.configuration.is_known()
                  ? fmt::format("{} points to PostgreSQL.", request.configuration.describe())
                  : "No switch_file or switch_command is configured: point the application to PostgreSQL "
                    "now. What still writes to the SQLite file is listed by dunlin transfer follow.");
  Json against = Json::array();
  for (const auto& loss : losses) against.add(loss);
  screen.json(cutover_json("switched", cutover).set("against_return", against));
  return 0;
}

// The stage is `switched` already: a switch that was cut off, or one that is done.
int resume(OpenTransfer& open, const TransferRequest& request, const transfer::CutoverRequest& cutover,
           Screen& screen) {
  const auto record = transfer::find_switch(open.connection(), open.row().id);
  if (record && record->phase == transfer::SwitchPhase::confirmed) {
    end_capture(request, open.row().source, screen);
    screen.line("Switched already: the data is PostgreSQL's.");
    screen.json(Json::object().set("outcome", "switched_already"));
    return 0;
  }
  const bool forwards =
      transfer::resume_cut_over(open.connection(), open.row(), open.mapping(), request.workplace, cutover);
  screen.line(forwards
                  ? "A switch that was cut off is finished: the data is PostgreSQL's now."
                  : "A switch that was cut off is undone: the application works on SQLite as before. Run "
                    "dunlin transfer switch again.");
  if (forwards) end_capture(request, open.row().source, screen);
  screen.json(Json::object().set("outcome", forwards ? "switched" : "undone"));
  return forwards ? 0 : 1;
}

// The outbox is one for the database.
void require_one_way_back(OpenTransfer& open) {
  for (const auto& other : transfer::find_transfers(open.connection())) {
    if (other.id == open.row().id || other.stage < transfer::Stage::switched) continue;
    throw refused(
        fmt::format("the transfer of {} into schema {} of this database is {}, and a database keeps the way "
                    "back of one transfer",
                    printable(other.source), printable(other.target_schema), to_string(other.stage)),
        "nothing was switched; dunlin transfer finalize ends its way back");
  }
}

// What can't be brought back after the switch, once somebody has agreed to that.
std::vector<std::string> accept_losses(OpenTransfer& open, const TransferRequest& request, Screen& screen) {
  auto copy =
      sqlite::Database::open(request.workplace.snapshot().string(), sqlite::Database::Mode::read_only);
  auto losses = transfer::columns_against_return(open.mapping(), sqlite::read_schema(copy));
  for (const auto& loss : losses)
    screen.line(screen.styled("no way back after the switch: " + loss, Style::warning));
  if (!losses.empty() && !request.invocation.dry_run &&
      !confirmed(request.invocation,
                 "Switch, although what is written to PostgreSQL then can't be brought back?"))
    throw refused("nothing was switched", "say yes, or give --yes");
  return losses;
}

// An application can't stay connected to a server that ends with this program.
void require_lasting_server(const OpenTransfer& open) {
  if (open.target().is_private())
    throw refused(
        "the project's private PostgreSQL stops when dunlin ends: no application can be switched to it",
        "transfer to a server of your own first: --db-url, or an environment with a url; here "
        "--dry-run rehearses the switch");
}

}  // namespace

int transfer_switch(const TransferRequest& request, Screen& screen) {
  OpenTransfer open(request, screen);
  require_one_server(open.mapping());
  const transfer::Configuration configuration(request.config.transfer, request.config.root,
                                              request.workplace);
  // Drivers of applications read URLs; libpq's keyword strings few of them.
  const transfer::CutoverRequest cutover{configuration, postgres::connection_url(open.target().url()),
                                         parse_duration(request.invocation.wait)};
  if (open.row().stage == transfer::Stage::switched) return resume(open, request, cutover, screen);
  if (!request.invocation.dry_run) require_lasting_server(open);
  require_one_way_back(open);
  const auto losses = accept_losses(open, request, screen);
  configuration.check();
  transfer::Follower follower(open.connection(), open.row(), open.mapping(), request.workplace);
  begin_capture(follower, request, screen);
  try {
    come_close(follower, request, open.target().url(), screen);
  } catch (const Error& error) {
    rethrow_explained(open, error,
                      "nothing was switched: the application works on SQLite as before. Undo that in "
                      "PostgreSQL, then run the command again; or drop the target's tables (dunlin transfer "
                      "return --drop) and begin anew");
  }
  if (request.invocation.dry_run) return rehearse(follower, cutover, screen);
  const int code = cut_over(follower, cutover, losses, screen);
  end_capture(request, open.row().source, screen);
  return code;
}

}  // namespace dunlin::cli
