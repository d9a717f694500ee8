#include "migrate/RunRecord.hpp"

#include "base/Json.hpp"
#include "migrate/LedgerSchema.hpp"

namespace dunlin::migrate {

std::int64_t begin_run(postgres::Connection& connection, const std::string& command, const Actor& actor,
                       const std::string& reason, bool alone) try {
  const auto row = connection.exec(
      R"(WITH broken_off AS (
           UPDATE dunlin.run SET outcome = 'interrupted', finished_at = clock_timestamp() WHERE outcome IS NULL AND $8::boolean)
         INSERT INTO dunlin.run (command, reason, actor, host, client_pid, tool_version, git_revision)
         VALUES ($1, $2, $3, $4, $5::int, $6, $7) RETURNING id)",
      {command, reason.empty() ? postgres::Parameter() : postgres::Parameter(reason), actor.user, actor.host,
       std::to_string(actor.pid), actor.tool_version,
       actor.git_revision.empty() ? postgres::Parameter() : postgres::Parameter(actor.git_revision),
       alone ? "true" : "false"});
  return row.number(0, 0);
} catch (const postgres::SqlError& error) {
  if (error.sqlstate() == "42501") throw ledger_denied(connection);
  throw;
}

void finish_run(postgres::Connection& connection, std::int64_t id, const model::Run& run) {
  postgres::Parameter error;
  if (run.error) {
    Json json = Json::object();
    json.set("code", to_string(run.error->code())).set("message", run.error->message());
    for (const auto& [name, value] : run.error->context()) json.set(name, value);
    error = json.dump(-1);
  }
  connection.exec(
      "UPDATE dunlin.run SET outcome = $2, error = $3::jsonb, finished_at = clock_timestamp() WHERE id = "
      "$1::bigint",
      {std::to_string(id), model::to_string(run.outcome), error});
}

}  // namespace dunlin::migrate
