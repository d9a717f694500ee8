#include "cli/transfer/Rounds.hpp"

#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

struct Totals {
  std::int64_t deleted = 0, inserted = 0, rejected = 0;
};

Totals totals_of(const transfer::Round& round) {
  Totals totals;
  for (const auto& table : round.tables) {
    totals.deleted += table.deleted;
    totals.inserted += table.inserted;
    totals.rejected += table.rejected;
  }
  return totals;
}

}  // namespace

void show_round(const transfer::Round& round, Screen& screen) {
  const Totals totals = totals_of(round);
  const std::string rows =
      fmt::format("round {}: {} out, {} in", round.number,
                  counted(static_cast<std::size_t>(totals.deleted), "row"), with_thousands(totals.inserted));
  if (round.pages == 0) {
    screen.note(fmt::format("{} ({} logged by triggers), {}: read {}, apply {}", rows,
                            counted(round.logged_keys, "key"), describe_duration(round.duration()),
                            describe_duration(round.copied), describe_duration(round.applied)));
  } else {
    screen.note(fmt::format("{} ({} of {} changed), {}: copy {}, compare {}, apply {}", rows,
                            with_thousands(static_cast<long long>(round.changed_pages)),
                            counted(static_cast<std::size_t>(round.pages), "page"),
                            describe_duration(round.duration()), describe_duration(round.copied),
                            describe_duration(round.compared), describe_duration(round.applied)));
  }
  for (const auto& object : round.objects)
    screen.line(
        screen.styled(object + ": write that as a migration, if the application needs it", Style::warning));
  if (totals.rejected > 0)
    screen.line(
        screen.styled(fmt::format("{} left out, as what came doesn't fit: the columns' policy says so "
                                  "(dunlin.transfer_reject)",
                                  counted(static_cast<std::size_t>(totals.rejected), "row")),
                      Style::warning));
}

Json round_json(const transfer::Round& round) {
  const Totals totals = totals_of(round);
  Json tables = Json::array();
  for (const auto& table : round.tables)
    tables.add(Json::object()
                   .set("name", table.table)
                   .set("deleted", table.deleted)
                   .set("inserted", table.inserted)
                   .set("rejected", table.rejected));
  Json objects = Json::array();
  for (const auto& object : round.objects) objects.add(object);
  return Json::object()
      .set("round", round.number)
      .set("deleted", totals.deleted)
      .set("inserted", totals.inserted)
      .set("rejected", totals.rejected)
      .set("pages", static_cast<std::int64_t>(round.pages))
      .set("changed_pages", static_cast<std::int64_t>(round.changed_pages))
      .set("logged_keys", static_cast<std::int64_t>(round.logged_keys))
      .set("milliseconds", static_cast<std::int64_t>(round.duration().count()))
      .set("tables", tables)
      .set("objects", objects);
}

transfer::FollowLimits follow_limits(const Invocation& invocation, std::chrono::milliseconds otherwise) {
  transfer::FollowLimits limits;
  if (invocation.rounds) limits.rounds = *invocation.rounds;
  if (invocation.every) limits.every = parse_duration(*invocation.every);
  if (invocation.budget)
    limits.budget = parse_duration(*invocation.budget);
  else if (!invocation.every && !invocation.rounds)
    limits.budget = otherwise;
  return limits;
}

}  // namespace dunlin::cli
