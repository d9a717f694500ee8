#include "rehearse/consolidate/TolerantRun.hpp"

#include <fmt/format.h>
#include <optional>

#include "migrate/ScriptText.hpp"
#include "postgres/SqlError.hpp"
#include "rehearse/RunScripts.hpp"

namespace dunlin::rehearse {
namespace {

void run_statement(postgres::Connection& connection, const migrate::ScriptText& script,
                   const model::Statement& statement) {
  using model::StatementKind;
  if (statement.kind == StatementKind::ignored || statement.kind == StatementKind::include ||
      statement.kind == StatementKind::assertion)
    return;
  const auto sql = postgres::Sql::trusted(script.text(statement));
  if (statement.kind == StatementKind::copy_from_stdin) {
    connection.copy_in(sql, script.data(statement));
  } else {
    connection.exec(sql);
  }
}

}  // namespace

std::vector<SkippedStatement> run_tolerantly(ScratchServer& server, const ScratchDatabase& database,
                                             const Scripts& scripts,
                                             std::chrono::milliseconds statement_timeout) {
  std::vector<SkippedStatement> skipped;
  for (const model::Migration& migration : scripts.migrations) {
    const migrate::ScriptText script(migration.up, {.max_file_size = scripts.config.max_file_size,
                                                    .placeholders = scripts.config.placeholders,
                                                    .root = scripts.config.root});
    auto connection = database.connect();
    connection.exec(
        postgres::Sql::trusted(fmt::format("SET statement_timeout = {}", statement_timeout.count())));
    for (const model::Statement& statement : script.statements()) {
      for (bool again = true; again;) {
        again = false;
        try {
          run_statement(connection, script, statement);
        } catch (const postgres::SqlError& error) {
          if (error.code() == ErrorCode::interrupted || error.is_connection_loss()) throw;
          const auto role = missing_role(error.sqlstate(), error.message());
          again = role && !connection.in_transaction();
          if (again) {
            server.create_role(*role);
          } else {
            skipped.push_back({model::to_string(script.span(statement)), error.message()});
          }
        }
      }
    }
  }
  return skipped;
}

}  // namespace dunlin::rehearse
