#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/Duration.hpp"
#include "base/File.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "cli/transfer/DropTarget.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/ReturnFinished.hpp"
#include "cli/transfer/StrayList.hpp"
#include "sqlite/Descriptor.hpp"
#include "sqlite/Fence.hpp"
#include "sqlite/Header.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/cutover/Configuration.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/cutover/SwitchRecord.hpp"
#include "transfer/giveback/GiveBack.hpp"
#include "transfer/giveback/Offer.hpp"
#include "transfer/giveback/SwapFile.hpp"

namespace dunlin::cli {
namespace {

constexpr int k_readers = 2;

using transfer::Stage;
using Side = transfer::Configuration::Side;

// Before the switch the source has everything: there is nothing to bring back.
int nothing_to_return(Screen& screen) {
  screen.line(
      "Nothing to return: the application works on SQLite, and its file was never changed. With --drop "
      "the tables in PostgreSQL are dropped.");
  screen.json(Json::object().set("outcome", "nothing_to_return"));
  return 0;
}

// The rows of the file as it is now aren't looked at: it is the application's.
int returned_already(OpenTransfer& open, const TransferRequest& request, Screen& screen) {
  screen.line(
      "Returned already: the application works on SQLite. dunlin transfer return --drop takes PostgreSQL's "
      "tables away, finalize keeps them.");
  const auto strays = list_strays(open.row(), open.mapping(), request.workplace);
  show_strays(strays, screen);
  screen.json(Json::object().set("outcome", "returned").set("strays", strays_json(strays)));
  return strays.empty() || request.invocation.yes ? 0 : static_cast<int>(ErrorCode::findings);
}

void require_file(const OpenTransfer& open, const TransferRequest& request) {
  const std::string way_out = fmt::format("put it back where it was; as it was at the switch it is in {}",
                                          printable(request.workplace.snapshot().string()));
  if (!std::filesystem::exists(open.row().source))
    throw refused(fmt::format("{} isn't there, and a return writes PostgreSQL's rows into a copy of it",
                              printable(open.row().source)),
                  way_out);
  try {
    const auto file = sqlite::Descriptor::open(open.row().source);
    sqlite::parse_header(file.read(0, sqlite::k_header_bytes), open.row().source);
  } catch (const Error& error) {
    throw refused(std::string(error.message()), "nothing was changed; " + way_out);
  }
  require_replaceable(open.row().source);
}

// Of a switch that was cut off, nobody knows yet on which side the application writes.
void require_confirmed(OpenTransfer& open) {
  const auto record = transfer::find_switch(open.connection(), open.row().id);
  if (!record || record->phase == transfer::SwitchPhase::confirmed) return;
  throw refused("a switch was cut off before the application was known to be well, and nothing was returned",
                "dunlin transfer switch finishes it, or takes it back");
}

void require_offer(OpenTransfer& open, const TransferRequest& request) {
  auto copy =
      sqlite::Database::open(request.workplace.snapshot().string(), sqlite::Database::Mode::read_only);
  const auto reasons = transfer::reasons_against_return(open.connection(), open.row(), open.mapping(),
                                                        sqlite::read_schema(copy));
  if (reasons.empty()) return;
  throw refused(
      fmt::format("what was written to PostgreSQL since the switch ({}) can't be brought back exactly: {}",
                  transfer::describe_entries(transfer::count_outbox(open.connection())), join(reasons, "; ")),
      fmt::format(
          "nothing was changed. What was altered can be undone, then run the command again; {} is as it was "
          "at the switch: pointing the application back to it by hand loses those writes",
          request.source.string()));
}

// Rows that will be in the kept file only, once somebody has agreed to that.
StrayList accept_strays(OpenTransfer& open, const TransferRequest& request, Screen& screen) {
  auto strays = list_strays(open.row(), open.mapping(), request.workplace);
  show_strays(strays, screen);
  if (!strays.empty() &&
      !confirmed(request.invocation,
                 fmt::format(
                     "These rows were written to the SQLite file after the switch. They aren't in PostgreSQL "
                     "and will be in {} only. Go on?",
                     transfer::kept_file(open.row().source))))
    throw refused("the SQLite file was written after the switch, and nothing was returned",
                  "write those rows into PostgreSQL by hand, or leave them behind with --yes");
  return strays;
}

// Under the fence nobody writes any more: what came since the question is seen too.
void require_no_more_strays(OpenTransfer& open, const TransferRequest& request, StrayList& accepted,
                            Screen& screen) {
  auto strays = list_strays(open.row(), open.mapping(), request.workplace);
  if (strays.tables == accepted.tables) return;
  show_strays(strays, screen);
  if (!request.invocation.yes)
    throw refused("the SQLite file was written at this moment, and nothing was returned",
                  "stop who writes to it, then run the command again; --yes leaves such rows behind");
  accepted = std::move(strays);
}

// A writer that waited for the fence looks at its configuration once it is let in, which must not say SQLite
// before: it has the old file open.
void bring_in(const transfer::TransferRow& row, std::optional<sqlite::Fence>& fence,
              std::chrono::milliseconds wait) {
  if (!fence && std::filesystem::exists(transfer::returning_file(row.source)))
    fence.emplace(row.source, static_cast<int>(wait.count()));
  transfer::finish_return(row);
  kill_point("return_swapped");
  fence.reset();
}

void point_back(const TransferRequest& request, const transfer::TransferRow& row, Screen& screen) {
  const transfer::Configuration configuration(request.config.transfer, request.config.root,
                                              request.workplace);
  const std::string former = configuration.former_value();
  configuration.point_back(Side::sqlite, former);
  kill_point("return_configured");
  screen.line(screen.styled(fmt::format("Returned: {} has every row; the original is {}.", row.source,
                                        transfer::kept_file(row.source)),
                            Style::good));
  screen.line(configuration.is_known()
                  ? fmt::format("{} points to SQLite again.", configuration.describe())
                  : "No switch_file or switch_command is configured: point the application to the file now.");
  configuration.require_health(Side::sqlite, former);
}

// The part of a return after its transaction. Nobody can keep a writer that has the old file open from
// writing to it: who did is named. Returns the exit code.
int finish(OpenTransfer& open, const TransferRequest& request, std::optional<sqlite::Fence> fence,
           const std::optional<StrayList>& accepted, Json result, Screen& screen) {
  transfer::TransferRow row = open.row();
  row.stage = Stage::returned;
  bring_in(row, fence, parse_duration(request.invocation.wait));
  point_back(request, row, screen);
  const auto strays = list_strays(row, open.mapping(), request.workplace);
  const bool known = accepted ? strays.tables == accepted->tables : strays.empty() || request.invocation.yes;
  if (!known || !accepted) show_strays(strays, screen);
  screen.json(result.set("strays", strays_json(strays)));
  return known ? 0 : static_cast<int>(ErrorCode::findings);
}

Json orphans_json(const std::vector<transfer::LostParents>& all) {
  Json orphans = Json::array();
  for (const auto& lost : all) {
    Json columns = Json::array(), keys = Json::array();
    for (const auto& column : lost.columns) columns.add(column);
    for (const auto& key : lost.keys) keys.add(key);
    orphans.add(Json::object()
                    .set("table", lost.table)
                    .set("columns", columns)
                    .set("parent", lost.parent)
                    .set("rows", lost.rows)
                    .set("keys", keys));
  }
  return orphans;
}

Json given_json(const transfer::GivenBack& given, bool dry_run) {
  Json stale = Json::array();
  for (const auto& name : given.stale) stale.add(name);
  return Json::object()
      .set("outcome", dry_run ? "rehearsed" : "returned")
      .set("entries", given.entries)
      .set("deleted", given.rows.deleted)
      .set("inserted", given.rows.inserted)
      .set("stale", stale)
      .set("orphans", orphans_json(given.lost))
      .set("compared_at_the_end", given.compared_at_the_end)
      .set("fenced_milliseconds", static_cast<std::int64_t>(given.fenced.count()));
}

void show_progress(const transfer::GiveBackProgress& progress, Screen& screen) {
  if (progress.step == transfer::GiveBackProgress::Step::compared)
    screen.note(fmt::format("every row of both compared in {}", describe_duration(progress.took)));
  else
    screen.note(fmt::format("{} of the outbox in {}: {} out of the SQLite file, {} in",
                            transfer::describe_entries(progress.drained.entries),
                            describe_duration(progress.took),
                            counted(static_cast<std::size_t>(progress.drained.rows.deleted), "row"),
                            with_thousands(progress.drained.rows.inserted)));
}

void show_given(const transfer::GivenBack& given, Screen& screen) {
  screen.note(fmt::format(
      "{} of the outbox: {} out of the SQLite file, {} in; both are equal; writers of "
      "PostgreSQL waited for {}",
      transfer::describe_entries(given.entries), counted(static_cast<std::size_t>(given.rows.deleted), "row"),
      with_thousands(given.rows.inserted), describe_duration(given.fenced)));
  for (const auto& lost : given.lost)
    screen.line(screen.styled(transfer::describe(lost) + ": left as they are (orphans = \"not_valid\")",
                              Style::warning));
  for (const auto& name : given.stale)
    screen.line(screen.styled(
        fmt::format("{} is a virtual table that nothing in the file feeds: it holds what it held at the "
                    "switch. Fill it anew as the application does",
                    printable(name)),
        Style::warning));
}

}  // namespace

int transfer_return(const TransferRequest& request, Screen& screen) {
  if (request.invocation.drop) return drop_target(request, screen);
  OpenTransfer open(request, screen);
  if (open.row().stage == Stage::returned && left_of_return(request, open).empty())
    return returned_already(open, request, screen);
  if (open.row().stage == Stage::returned)
    return finish(open, request, std::nullopt, std::nullopt, Json::object().set("outcome", "returned"),
                  screen);
  if (open.row().stage != Stage::switched) return nothing_to_return(screen);
  require_confirmed(open);
  require_file(open, request);
  const bool dry_run = request.invocation.dry_run;
  const auto wait = parse_duration(request.invocation.wait);
  require_offer(open, request);
  auto strays = accept_strays(open, request, screen);
  std::optional<sqlite::Fence> fence;
  if (!dry_run) {
    fence.emplace(open.row().source, static_cast<int>(wait.count()));
    require_no_more_strays(open, request, strays, screen);
  }
  const auto given = transfer::give_back(
      open.connection(), {open.row(), open.mapping(), request.workplace, open.target().url(), k_readers, wait,
                          dry_run, [&](const auto& progress) { show_progress(progress, screen); },
                          request.config.transfer.orphans == "not_valid"});
  show_given(given, screen);
  if (!dry_run) return finish(open, request, std::move(fence), strays, given_json(given, dry_run), screen);
  screen.line("Rehearsed: the SQLite file would hold every row of PostgreSQL, and nothing was changed.");
  screen.json(given_json(given, dry_run));
  return 0;
}

}  // namespace dunlin::cli
