#include <fmt/format.h>
#include <optional>

#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/transfer/OpenTransfer.hpp"
#include "cli/transfer/StrayList.hpp"
#include "cli/transfer/TransferSession.hpp"
#include "cli/transfer/Verbs.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/PlanFile.hpp"
#include "transfer/WorkplaceLock.hpp"

namespace dunlin::cli {
namespace {

using transfer::Stage;

struct Loaded {
  std::int64_t chunks = 0, rows = 0, rejected = 0;
  double seconds = 0;  // between the first chunk and the last
};

Loaded read_loaded(postgres::Connection& connection, std::int64_t transfer) {
  const auto row = connection.exec(
      R"(SELECT count(c.chunk), coalesce(sum(rows), 0), coalesce(sum(rejected), 0),
                coalesce(extract(epoch FROM max(c.loaded_at) - min(t.began_at)), 0)
         FROM dunlin.transfer t LEFT JOIN dunlin.transfer_chunk c ON c.transfer = t.id WHERE t.id = $1::bigint)",
      {std::to_string(transfer)});
  return {row.number(0, 0), row.number(0, 1), row.number(0, 2), std::stod(row.string(0, 3))};
}

// After the switch: who still writes to the SQLite file. Nothing when that can't be told: the file is another
// one, a command is at work, our copy is gone.
std::optional<StrayList> look_for_strays(const TransferRequest& request, const transfer::TransferRow& row,
                                         Screen& screen) {
  if (row.stage != Stage::switched && row.stage != Stage::returned) return std::nullopt;
  try {
    if (row.source != request.source.string())
      throw refused(fmt::format("the transfer is of another file, {}", printable(row.source)), "");
    const transfer::WorkplaceLock lock(request.workplace, 0);
    return list_strays(row, transfer::read_plan(request.workplace.plan()), request.workplace);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::interrupted) throw;
    screen.note(fmt::format("whether somebody still writes to the SQLite file wasn't looked at: {}",
                            error.message()));
    return std::nullopt;
  }
}

}  // namespace

int transfer_status(const TransferRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = connect_for_transfer(target);
  const auto found = transfer::find_transfer(connection, request.config.transfer.schema);
  if (!found) {
    screen.json(Json::object().set("stage", nullptr));
    const bool ended =
        transfer::has_ended(connection, request.config.transfer.schema, request.source.string());
    screen.line(fmt::format("no transfer into schema {} is under way{}",
                            printable(request.config.transfer.schema),
                            ended ? ": that of this file has ended (by finalize, or return --drop)" : ""));
    return 0;
  }
  const Loaded loaded = read_loaded(connection, found->id);
  const double rate = loaded.seconds > 0 ? static_cast<double>(loaded.rows) / loaded.seconds : 0;
  const bool is_ours = is_source(found->source, request.source);
  if (!is_ours)
    screen.note(fmt::format("nothing of {} is in schema {}: this is the transfer of another file",
                            printable(request.source.string()), printable(found->target_schema)));
  const auto strays = is_ours ? look_for_strays(request, *found, screen) : std::nullopt;
  screen.json(Json::object()
                  .set("transfer", found->id)
                  .set("source", found->source)
                  .set("schema", found->target_schema)
                  .set("stage", transfer::to_string(found->stage))
                  .set("round", found->round)
                  .set("chunks", loaded.chunks)
                  .set("rows", loaded.rows)
                  .set("rejected", loaded.rejected)
                  .set("rows_per_second", rate)
                  .set("strays", strays ? strays_json(*strays) : Json(nullptr)));
  screen.line(fmt::format("{} into schema {}: {}", printable(found->source), printable(found->target_schema),
                          transfer::to_string(found->stage)));
  screen.line(fmt::format("  {} in {}, {} rejected, {} rows/s",
                          counted(static_cast<std::size_t>(loaded.rows), "row"),
                          counted(static_cast<std::size_t>(loaded.chunks), "chunk"),
                          with_thousands(loaded.rejected), with_thousands(static_cast<long long>(rate))));
  if (found->round > 0)
    screen.line(
        fmt::format("  {} of changes applied", counted(static_cast<std::size_t>(found->round), "round")));
  if (strays) show_strays(*strays, screen);
  return 0;
}

}  // namespace dunlin::cli
