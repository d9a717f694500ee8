#include <filesystem>
#include <fmt/format.h>
#include <optional>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/transfer/PhaseLog.hpp"
#include "cli/transfer/TransferSession.hpp"
#include "cli/transfer/Verbs.hpp"
#include "sqlite/Checks.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/Snapshot.hpp"
#include "transfer/Ledger.hpp"

namespace dunlin::cli {
namespace {

using transfer::Check;
using transfer::CheckState;

/// A copy that goes when the look is over.
class PassingCopy {
 public:
  PassingCopy(const TransferRequest& request, int wait_ms)
      : path_((request.workplace.folder / "health.db").string()) {
    sqlite::take_snapshot(request.source.string(), path_, wait_ms);
  }
  ~PassingCopy() { sqlite::remove_copy(path_); }
  PassingCopy(const PassingCopy&) = delete;
  PassingCopy& operator=(const PassingCopy&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Check source_check(const TransferRequest& request) {
  const auto state = sqlite::observe_source(request.source.string());
  const PassingCopy copy(request, static_cast<int>(parse_duration(request.invocation.wait).count()));
  auto database = sqlite::Database::open(copy.path(), sqlite::Database::Mode::read_only);
  auto tables = database.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND sql "
      "NOT LIKE "
      "'CREATE VIRTUAL%'");
  std::size_t count = 0;
  std::int64_t rows = 0;
  for (; tables.step(); ++count)
    rows += database.number("SELECT count(*) FROM " + sqlite::quote_name(tables.text(0)));
  return {"source", CheckState::ok,
          fmt::format("{}: {}, {}, {}{}", request.source.filename().string(), counted(count, "table"),
                      counted(static_cast<std::size_t>(rows), "row"), transfer::describe_size(state.size),
                      state.in_use ? ", in use" : ""),
          ""};
}

// What is wrong is the answer here, not the end.
template <typename Look>
Check looked(const char* name, int& exit_code, Look look) {
  try {
    return look();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::interrupted) throw;
    if (exit_code == 0) exit_code = static_cast<int>(error.code());
    return {name, CheckState::refused, error.message(), error.hint()};
  }
}

Check server_check(postgres::Connection& connection) {
  const auto row =
      connection.exec("SELECT current_setting('server_version'), pg_database_size(current_database())");
  return {"PostgreSQL", connection.facts().in_recovery ? CheckState::warning : CheckState::ok,
          fmt::format("{}, database {}, {}{}", row.text(0, 0), connection.facts().database,
                      transfer::describe_size(static_cast<std::uint64_t>(row.number(0, 1))),
                      connection.facts().in_recovery ? ", a read-only replica" : ""),
          ""};
}

// "" before it was begun.
std::string stage_of(postgres::Connection& connection, const TransferRequest& request) {
  const std::string& schema = request.config.transfer.schema;
  if (const auto transfer = transfer::find_transfer(connection, schema))
    return transfer::to_string(transfer->stage);
  return transfer::has_ended(connection, schema, request.source.string())
             ? to_string(transfer::Stage::finalized)
             : "";
}

Check transfer_check(const std::optional<std::string>& stage) {
  if (!stage)
    return {"transfer", CheckState::warning, "how far it has come isn't known: the server doesn't say", ""};
  if (*stage == to_string(transfer::Stage::finalized))
    return {"transfer", CheckState::ok, "ended (by finalize, or return --drop)", ""};
  return {"transfer", CheckState::ok, stage->empty() ? "not begun" : "at stage " + *stage, ""};
}

}  // namespace

/// Whether both ends of a transfer answer, and how far it has come.
int transfer_health(const TransferRequest& request, Screen& screen) {
  int exit_code = 0;
  std::vector<Check> checks{looked("source", exit_code, [&] { return source_check(request); })};
  std::optional<std::string> stage;
  checks.push_back(looked("PostgreSQL", exit_code, [&] {
    const Target target(request.config);
    auto connection = connect_for_transfer(target);
    stage = stage_of(connection, request);
    return server_check(connection);
  }));
  checks.push_back(transfer_check(stage));
  PhaseLog log(screen);
  for (const Check& check : checks) log.check(check);
  const transfer::Phase all{0, "health", checks, 0};
  screen.json(Json::object()
                  .set("outcome", exit_code == 0 ? "healthy" : "unhealthy")
                  .set("stage", stage.value_or("").empty() ? Json() : Json(*stage))
                  .set("checks", *transfer::phase_json(all).find("checks")));
  return exit_code;
}

}  // namespace dunlin::cli
