#include "migrate/SpreadStep.hpp"

#include <algorithm>

#include "base/Interrupt.hpp"
#include "base/KillPoint.hpp"
#include "migrate/History.hpp"
#include "migrate/MakePlan.hpp"
#include "migrate/Retry.hpp"
#include "migrate/RunTransaction.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::migrate {
namespace {

EntryKey key_after(const model::History& history, const model::Step& step, std::int64_t run) {
  EntryKey key{.previous = history.head(), .run = run};
  if (step.resumed) {
    key.hash = history.entries.back().hash;
    key.previous = history.entries.back().previous;
    key.position = history.entries.back().position;
    return key;
  }
  key.position = history.entries.empty() ? 1 : history.entries.back().position + 1;
  key.hash = entry_hash(key.previous, key.position, step.kind, step.migration.version.text,
                        step.migration.name, step.script_checksum);
  return key;
}

}  // namespace

bool may_be_spread(const model::Step& step) {
  using model::StatementKind;
  const bool one_session =
      std::any_of(step.statements.begin(), step.statements.end(), [](const auto& statement) {
        return statement.kind == StatementKind::session_setting || statement.kind == StatementKind::set_role;
      });
  return !one_session && !step.migration.verify &&
         std::none_of(step.segments.begin(), step.segments.end(), [](const auto& s) { return s.alone; });
}

struct SpreadStep::State {
  model::Step step;
  ExecuteOptions options;
  ScriptText text;
  EntryKey key;
  std::vector<int> ordinals;
  std::vector<model::JournalRow> open_rows;
  model::Observer nobody;

  StepRun run_on(postgres::Connection& connection, model::StepResult& result) const {
    return {.connection = connection,
            .step = step,
            .text = text,
            .options = options,
            .observer = nobody,
            .key = key,
            .ordinals = ordinals,
            .open_rows = open_rows,
            .result = result,
            .begun = true,
            .spread = true};
  }
};

SpreadStep::SpreadStep(model::Step step, const model::History& history, ExecuteOptions options) {
  ScriptText text(step.script, options.script);
  if (text.checksum() != step.script_checksum)
    throw refused(step.script.file + " changed after the plan was made", "run the command again");
  auto key = key_after(history, step, options.run);
  auto ordinals = journal_ordinals(step.statements);
  auto rows = step.resumed ? history.open_rows : std::vector<model::JournalRow>{};
  state_ = std::make_unique<State>(State{std::move(step),
                                         std::move(options),
                                         std::move(text),
                                         std::move(key),
                                         std::move(ordinals),
                                         std::move(rows),
                                         {}});
}

SpreadStep::~SpreadStep() = default;
SpreadStep::SpreadStep(SpreadStep&&) noexcept = default;

std::size_t SpreadStep::segments() const {
  return state_->step.segments.size();
}

std::vector<std::string_view> SpreadStep::statements(std::size_t segment) const {
  const auto& range = state_->step.segments[segment];
  std::vector<std::string_view> texts;
  for (std::size_t i = range.first; i < range.first + range.count; ++i) {
    const auto& statement = state_->step.statements[i];
    const bool border =
        statement.kind == model::StatementKind::begin || statement.kind == model::StatementKind::commit;
    if (!border) texts.push_back(state_->text.text(statement));
  }
  return texts;
}

void SpreadStep::begin(postgres::Connection& connection) {
  if (state_->step.resumed) return;
  model::StepResult result;
  const auto run = state_->run_on(connection, result);
  postgres::Transaction transaction(connection);
  for (const auto& command : run.beginning()) connection.exec(command.sql, command.parameters);
  transaction.commit();
  state_->step.resumed = true;
  kill_point("spread-begun");
}

void SpreadStep::run(postgres::Connection& connection, std::size_t segment) const {
  model::StepResult result;
  auto run = state_->run_on(connection, result);
  for (int attempt = 0;; ++attempt) {
    try {
      run_one_by_one(run, segment);
      return;
    } catch (const StatementFailure& failure) {
      const bool again =
          failure.error.is_contention() && attempt < state_->options.policy.lock_retries && !interrupted();
      if (!again) throw describe_failure(run, segment, failure);
      sleep_unless_interrupted(pause_before(attempt));
    }
  }
}

void SpreadStep::complete(postgres::Connection& connection) const {
  const auto& step = state_->step;
  kill_point("spread-done");
  const auto row = completion_row(state_->key, "done", step.script_checksum, step.sql_checksum);
  connection.exec(row.sql, row.parameters);
}

}  // namespace dunlin::migrate
