#include "migrate/VerifyScript.hpp"

#include <algorithm>

#include "postgres/Transaction.hpp"
#include "sql/Split.hpp"

namespace dunlin::migrate {
namespace {

bool is_border(model::StatementKind kind) {
  return kind == model::StatementKind::begin || kind == model::StatementKind::commit ||
         kind == model::StatementKind::rollback;
}

postgres::SqlError not_in_place(const model::Migration& migration, const ScriptText& text,
                                const model::Statement& statement, const postgres::SqlError& cause) {
  postgres::SqlError error = cause;
  const auto span = locate(text.span(statement), text.text(statement), std::max(1, cause.position()));
  error.set_fact("migration", label(migration));
  error.set_fact("file", span.file);
  error.set_fact("line", std::to_string(span.line));
  error.set_fact("column", std::to_string(span.column));
  error.set_fact("statement", sql::one_line(text.text(statement), 300));
  error.set_fact("state",
                 label(migration) + " is applied and stays; its verify script says that it isn't in place");
  error.set_hint("look at the change, or undo it with: dunlin rollback");
  return error;
}

}  // namespace

void run_verify_script(postgres::Connection& connection, const model::Migration& migration,
                       const ScriptOptions& options) {
  if (!migration.verify) return;
  const ScriptText text(*migration.verify, options);
  const postgres::Transaction undone(connection);
  for (const auto& statement : text.statements()) {
    if (is_border(statement.kind)) continue;
    try {
      connection.exec(postgres::Sql::trusted(text.text(statement)));
    } catch (const postgres::SqlError& error) {
      throw not_in_place(migration, text, statement, error);
    }
  }
}

}  // namespace dunlin::migrate
