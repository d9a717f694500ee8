#include "transfer/giveback/GiveBack.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "sqlite/ReadSchema.hpp"
#include "sqlite/capture/ChangeLog.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/follow/SnapshotPair.hpp"
#include "transfer/giveback/ClosedTables.hpp"
#include "transfer/giveback/SwapFile.hpp"
#include "transfer/verify/CompareTables.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

Drained make_shadow(postgres::Connection& connection, const GiveBackRequest& request) {
  const std::string path = request.workplace.shadow().string();
  auto shadow = sqlite::Database::open(path, sqlite::Database::Mode::read_write);
  const auto schema = sqlite::read_schema(shadow);
  return drain_outbox(connection, request.mapping, schema, shadow);
}

void require_same_rows(const GiveBackRequest& request) {
  const auto tables = compare_tables({request.workplace.shadow().string(),
                                      request.mapping,
                                      {request.url, request.mapping.target_schema, 0},
                                      request.connections},
                                     {});
  std::vector<std::string> different;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].source != tables[i].target)
      different.push_back(fmt::format("{} ({} rows in the shadow, {} in PostgreSQL)",
                                      printable(request.mapping.tables[i].source), tables[i].source.rows,
                                      tables[i].target.rows));
  }
  if (different.empty()) return;
  throw Error(
      ErrorCode::findings, "the SQLite file would not hold what PostgreSQL holds: " + join(different, "; "),
      "nothing was changed, the application works on PostgreSQL as before. Something has written past the "
      "triggers of the outbox (session_replication_role, DISABLE TRIGGER)");
}

}  // namespace

GivenBack give_back(postgres::Connection& connection, const GiveBackRequest& request) {
  GivenBack given;
  require_room_for_kept(request.row.source);
  const SnapshotPair pair(request.workplace, request.row.source, request.row.round);
  fs::copy_file(request.workplace.snapshot(), request.workplace.shadow(),
                fs::copy_options::overwrite_existing);
  // Our copy may have been made while the source had dunlin's triggers.
  sqlite::remove_capture(request.workplace.shadow().string(), 0);
  const auto begin = Clock::now();
  postgres::Transaction transaction(connection);
  lock_writers_out(connection, request.mapping, request.wait);
  kill_point("return_locked");
  given.drained = make_shadow(connection, request);
  require_same_rows(request);
  if (!request.dry_run) {
    place_shadow(request.workplace.shadow().string(), request.row.source);
    drop_outbox(connection, request.mapping);
    close_tables(connection, request.mapping);
    set_stage(connection, request.row.id, Stage::returned);
    kill_point("return_prepared");
    transaction.commit();
    kill_point("return_committed");
  }
  given.fenced = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  return given;
}

bool finish_return(const TransferRow& row) {
  return swap_in(row.source);
}

}  // namespace dunlin::transfer
