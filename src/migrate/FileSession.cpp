#include "migrate/FileSession.hpp"

#include <fmt/format.h>
#include <optional>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "migrate/SegmentCommands.hpp"

namespace dunlin::migrate {

using postgres::Sql;

void replay_settings(StepRun& run, std::size_t segment, std::size_t statement) {
  if (segment != 0 || !run.step.resumed) return;
  for (const auto index : settings_before(run, statement)) {
    if (run.step.statements[index].kind == model::StatementKind::session_setting)
      run.connection.exec(Sql::trusted(run.text.text(run.step.statements[index])));
  }
}

void in_role(StepRun& run, std::size_t statement, const std::function<void()>& work) {
  std::optional<std::size_t> role;
  for (const auto index : settings_before(run, statement)) {
    if (run.step.statements[index].kind == model::StatementKind::set_role) role = index;
  }
  if (!role) return work();
  const auto give_up = [&] {
    run.connection.exec("RESET SESSION AUTHORIZATION");
    run.connection.exec("RESET ROLE");
  };
  run.connection.exec(Sql::trusted(run.text.text(run.step.statements[*role])));
  try {
    work();
  } catch (...) {
    // In a transaction the rollback gives it up.
    if (!run.connection.broken() && !run.connection.in_transaction()) give_up();
    throw;
  }
  give_up();
}

bool has_schema(const StepRun& run) {
  return !run.step.migration.options.schema.empty() && !run.options.schema_set;
}

void enter_schema(const StepRun& run) {
  const std::string& schema = run.step.migration.options.schema;
  const std::string what = fmt::format("{} belongs to schema {} (-- dunlin:schema)",
                                       printable(model::label(run.step.migration)), printable(schema));
  if (run.connection.facts().pooled)
    throw refused(what + ", and behind a connection pooler the session can't be given that",
                  "point the environment's url at the server itself (a direct connection) for migrations");
  const bool makes_it = run.step.kind != model::EntryKind::down && !run.step.resumed &&
                        !run.step.segments.empty() && !run.step.segments.front().alone;
  const bool there =
      run.connection.exec("SELECT pg_catalog.to_regnamespace($1) IS NOT NULL", {quote_identifier(schema)})
          .boolean(0, 0);
  if (!there && !makes_it)
    throw refused(what + ", which isn't there",
                  "nothing of it was run: in another schema the same names may be somebody else's");
  run.connection.exec(
      "SELECT pg_catalog.set_config('search_path', concat_ws(', ', $1::text, "
      "nullif(pg_catalog.current_setting('search_path'), '')), false)",
      {quote_identifier(schema)});
}

void set_local_timeouts(StepRun& run) {
  if (run.step.migration.options.own_timeouts) return;
  const auto lock = std::to_string(run.lock_timeout().count());
  const auto statement = run.statement_timeout();
  run.connection.exec("SELECT pg_catalog.set_config('lock_timeout', $1, true)", {lock});
  if (!statement.empty())
    run.connection.exec("SELECT pg_catalog.set_config('statement_timeout', $1, true)", {statement});
}

}  // namespace dunlin::migrate
