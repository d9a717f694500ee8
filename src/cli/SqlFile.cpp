#include "cli/SqlFile.hpp"

#include <filesystem>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "migrate/ScriptText.hpp"
#include "postgres/SessionSettings.hpp"
#include "postgres/Transaction.hpp"
#include "sql/Split.hpp"

namespace dunlin::cli {
namespace {

postgres::SqlError at(const migrate::ScriptText& text, const model::Statement& statement,
                      const postgres::SqlError& error) {
  postgres::SqlError out = error;
  const auto span =
      migrate::locate(text.span(statement), text.text(statement), std::max(1, error.position()));
  out.set_fact("file", span.file);
  out.set_fact("line", std::to_string(span.line));
  out.set_fact("column", std::to_string(span.column));
  out.set_fact("statement", sql::one_line(text.text(statement), 300));
  out.set_fact("state", "nothing of this file remains");
  return out;
}

void run_statement(postgres::Connection& connection, const migrate::ScriptText& text,
                   const model::Statement& statement) {
  const auto sql = postgres::Sql::trusted(text.text(statement));
  if (statement.kind == model::StatementKind::copy_from_stdin) {
    connection.copy_in(sql, text.data(statement));
  } else {
    connection.exec(sql);
  }
}

migrate::ScriptText open_file(postgres::Connection& connection, const model::Config& config,
                              const std::string& file) {
  const auto size = std::filesystem::exists(file) ? std::filesystem::file_size(file) : 0;
  return migrate::ScriptText(
      {.file = file, .offset = 0, .length = size, .first_line = 1, .text = std::nullopt},
      plan_context(config, connection).script);
}

void run_statements(postgres::Connection& connection, const migrate::ScriptText& text) {
  for (const auto& statement : text.statements()) {
    if (statement.kind == model::StatementKind::begin || statement.kind == model::StatementKind::commit)
      continue;
    try {
      run_statement(connection, text, statement);
    } catch (const postgres::SqlError& error) {
      throw at(text, statement, error);
    }
  }
}

}  // namespace

void run_sql_file(postgres::Connection& connection, const model::Config& config, const std::string& file) {
  const auto text = open_file(connection, config, file);
  {
    postgres::Transaction transaction(connection);
    run_statements(connection, text);
    transaction.commit();
  }
  if (!connection.facts().pooled) postgres::reset_session(connection);
}

void run_sql_file_within(postgres::Connection& connection, const model::Config& config,
                         const std::string& file) {
  const auto text = open_file(connection, config, file);
  for (const auto& statement : text.statements())
    if (statement.kind == model::StatementKind::rollback)
      throw usage_error(file + " has a ROLLBACK, and its rows are needed until the end",
                        "take it out: everything is rolled back afterwards");
  run_statements(connection, text);
}

}  // namespace dunlin::cli
