#include "migrate/LoneJournal.hpp"

#include "base/KillPoint.hpp"
#include "migrate/verify/Verifier.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::migrate {
namespace {

void exec(postgres::Connection& connection, const Command& command) {
  connection.exec(command.sql, command.parameters);
}

}  // namespace

const model::JournalRow* broken_intent(const StepRun& run, int ordinal) {
  for (const auto& row : run.open_rows) {
    if (row.statement == ordinal && row.state == "intent") return &row;
  }
  return nullptr;
}

void write_intent(StepRun& run, std::size_t segment, std::size_t statement, const Json& intent) {
  postgres::Transaction transaction(run.connection);
  if (run.is_first(segment)) {
    for (const auto& command : run.beginning()) exec(run.connection, command);
  }
  exec(run.connection, intent_row(run.key, run.journal_statement(statement, segment), intent));
  kill_point("intent-written");
  transaction.commit();
  run.begun = true;
}

void write_done(StepRun& run, std::size_t segment, std::size_t statement,
                const std::function<void()>& check) {
  postgres::Transaction transaction(run.connection);
  if (check) check();
  const auto done = intent_done(run.key, run.ordinals[statement]);
  if (run.connection.exec(done.sql, done.parameters).affected() != 1)
    throw Error(ErrorCode::failed, "the journal has lost the intent of a statement that has run",
                "somebody changed dunlin.journal by hand: see dunlin log");
  if (run.is_last(segment))
    exec(run.connection, completion_row(run.key, "done", run.step.script_checksum, run.step.sql_checksum));
  kill_point("before-done");
  transaction.commit();
}

void clear_changed_intent(const StepRun& run, const model::JournalRow& row) {
  auto kind = model::StatementKind::rerunnable;
  for (const auto leaves : {model::StatementKind::create_index_concurrently, model::StatementKind::reindex}) {
    if (row.kind == model::to_string(leaves)) kind = leaves;
  }
  inspect(run.connection, {kind, row.sql}, Json::parse(row.intent.empty() ? "{}" : row.intent));
}

}  // namespace dunlin::migrate
