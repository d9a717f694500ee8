#include "migrate/Executor.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "migrate/Blockers.hpp"
#include "migrate/FileSession.hpp"
#include "migrate/History.hpp"
#include "migrate/MakePlan.hpp"
#include "migrate/Retry.hpp"
#include "migrate/RunTransaction.hpp"
#include "migrate/SegmentCommands.hpp"
#include "migrate/VerifyScript.hpp"
#include "postgres/SessionSettings.hpp"

namespace dunlin::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using model::Outcome;
using model::Step;

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

// May be sent ahead together with its neighbours: one segment in a transaction, nothing that outlives it.
bool is_plain(const Step& step) {
  return step.kind != model::EntryKind::down && !step.resumed && !step.migration.verify &&
         step.migration.options.schema.empty() && step.segments.size() <= 1 &&
         (step.segments.empty() || (!step.segments[0].alone && !needs_answers(step, 0))) &&
         std::none_of(step.statements.begin(), step.statements.end(), [](const auto& statement) {
           return statement.kind == model::StatementKind::session_setting ||
                  statement.kind == model::StatementKind::set_role;
         });
}

bool is_batch(const Step& step, std::size_t segment) {
  return step.statements[step.segments[segment].first].kind == model::StatementKind::batch;
}

bool changes_session(const StepRun& run) {
  return !settings_before(run, run.step.statements.size()).empty();
}

// Executes the steps of a plan in order.
class Executor {
 public:
  Executor(postgres::Connection& connection, const model::Plan& plan, const model::History& history,
           const ExecuteOptions& options, const model::Observer& observer)
      : connection_(connection),
        plan_(plan),
        history_(history),
        options_(options),
        observer_(observer),
        watch_(options.target, connection.facts().backend_pid, options.policy) {
    chain_keys();
  }

  model::Run go() {
    run_.id = options_.run;
    watch_waits();
    pass_on_notices();
    try {
      for (std::size_t i = 0; i < plan_.steps.size();) {
        if (interrupted())
          throw Error(ErrorCode::interrupted, "interrupted",
                      "run the same command again: it goes on from here");
        const std::size_t count = window_from(i);
        i += count > 1 ? go_window(i, count) : go_step(i);
      }
    } catch (const Error& error) {
      run_.error = interrupted() ? as_interrupted(error) : error;
      run_.outcome = outcome_of(run_.error->code());
    }
    connection_.set_on_wait({});
    connection_.set_on_notice({});
    return std::move(run_);
  }

 private:
  // Hashes depend on what is planned only, so the whole chain is known before the first row is written.
  void chain_keys() {
    std::string previous = plan_.head;
    auto position = history_.entries.empty() ? std::int64_t{0} : history_.entries.back().position;
    for (const auto& step : plan_.steps) {
      EntryKey key{.previous = previous, .position = position, .run = options_.run};
      if (step.resumed) {
        key.hash = previous;
        key.previous = history_.entries.back().previous;
      } else {
        key.position = ++position;
        key.hash = entry_hash(previous, key.position, step.kind, step.migration.version.text,
                              step.migration.name, step.script_checksum);
      }
      previous = key.hash;
      keys_.push_back(std::move(key));
    }
  }

  std::size_t window_from(std::size_t first) const {
    if (options_.window <= 1 || options_.hook || connection_.facts().pooled) return 1;
    std::size_t count = 0;
    while (first + count < plan_.steps.size() && count < static_cast<std::size_t>(options_.window) &&
           is_plain(plan_.steps[first + count]))
      ++count;
    return std::max<std::size_t>(count, 1);
  }

  StepRun make_run(std::size_t index, const ScriptText& text, model::StepResult& result) {
    const auto& step = plan_.steps[index];
    if (text.checksum() != step.script_checksum) {
      throw refused(fmt::format("{} changed after the plan was made", printable(step.script.file)),
                    "run the command again");
    }
    return {connection_,
            step,
            text,
            options_,
            observer_,
            keys_[index],
            journal_ordinals(step.statements),
            step.resumed ? history_.open_rows : std::vector<model::JournalRow>{},
            result,
            step.resumed};
  }

  model::StepResult new_result(const Step& step) const {
    return {.kind = step.kind,
            .version = step.migration.version.text,
            .name = step.migration.name,
            .resumed = step.resumed};
  }

  std::size_t go_step(std::size_t index) {
    const auto& step = plan_.steps[index];
    const auto start = Clock::now();
    auto result = new_result(step);
    current_ = &step;
    notify(model::StepStarted{index, plan_.steps.size(), step});
    if (options_.hook) options_.hook(HookPoint::before_migration, step);
    try {
      const ScriptText text(step.script, options_.script);
      auto run = make_run(index, text, result);
      if (has_schema(run)) enter_schema(run);
      clear_replaced_statement(run);
      const std::size_t segments = std::max<std::size_t>(step.segments.size(), 1);
      for (std::size_t segment = 0; segment < segments; ++segment) go_segment(run, segment);
      if ((changes_session(run) || has_schema(run)) && !connection_.facts().pooled)
        postgres::reset_session(connection_);
    } catch (const Error& error) {
      finish(index, std::move(result), start,
             outcome_of(interrupted() ? ErrorCode::interrupted : error.code()));
      throw;
    }
    finish(index, std::move(result), start, Outcome::done);
    if (step.kind == model::EntryKind::up) run_verify_script(connection_, step.migration, options_.script);
    if (options_.hook) options_.hook(HookPoint::after_migration, step);
    return 1;
  }

  void go_segment(StepRun& run, std::size_t segment) {
    for (int attempt = 0;; ++attempt) {
      const auto batches = run.result.batches;
      run.attempt = attempt;
      if (interrupted())
        throw Error(ErrorCode::interrupted, "interrupted",
                    "run the same command again: it goes on from here");
      try {
        const bool alone = !run.step.segments.empty() && run.step.segments[segment].alone;
        const bool keeps = run.step.kind == model::EntryKind::down && !options_.drop_data;
        if (alone && is_batch(run.step, segment)) {
          run_batches(run, segment);
        } else if (alone) {
          if (keeps) refuse_lone_loss(run, segment);
          run_alone(run, segment);
        } else if (keeps) {
          run_keeping_data(run, segment);
        } else {
          run_transaction(run, segment);
        }
        return;
      } catch (const StatementFailure& failure) {
        if (lost_prepared(failure)) continue;
        if (run.result.batches > batches) attempt = 0;  // it came forward: that lock is another one
        if (!may_retry(failure.error, attempt)) throw describe_failure(run, segment, failure);
        after_contention(run, segment, failure, attempt);
      }
    }
  }

  // A file may throw away all prepared statements of the session, ours among them: then we go on without any.
  bool lost_prepared(const StatementFailure& failure) {
    if (failure.at_statement || failure.error.sqlstate() != "26000" || !connection_.may_prepare())
      return false;
    connection_.stop_preparing();
    return true;
  }

  bool may_retry(const postgres::SqlError& error, int attempt) const {
    return error.is_contention() && attempt < options_.policy.lock_retries && !interrupted();
  }

  void after_contention(StepRun& run, std::size_t segment, const StatementFailure& failure, int attempt) {
    ++run.result.retries;
    const auto pause = pause_before(attempt);
    notify(
        model::Retrying{run.step, attempt + 1, options_.policy.lock_retries, pause, failure.error.message()});
    sleep_unless_interrupted(pause);
    // A statement that runs alone has written its intent by now: the retry starts from there.
    if (segment < run.step.segments.size() && run.step.segments[segment].alone)
      run.open_rows = read_journal(connection_, run.key.hash);
  }

  // Plain neighbours, several on their way at once. One that meets a lock is tried again with those after it.
  std::size_t go_window(std::size_t first, std::size_t count) {
    std::vector<std::unique_ptr<ScriptText>> texts;
    std::vector<model::StepResult> results;
    std::vector<StepRun> runs;
    results.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto& step = plan_.steps[first + i];
      texts.push_back(std::make_unique<ScriptText>(step.script, options_.script));
      results.push_back(new_result(step));
      runs.push_back(make_run(first + i, *texts.back(), results.back()));
      notify(model::StepStarted{first + i, plan_.steps.size(), step});
    }
    auto start = Clock::now();
    std::size_t done = 0;
    try {
      run_window(runs, [&](StepRun& run) {
        finish(first + done, run.result, start, Outcome::done);
        start = Clock::now();
        ++done;
      });
    } catch (const StatementFailure& failure) {
      if (lost_prepared(failure) || failure.error.is_contention()) return done == 0 ? go_step(first) : done;
      finish(first + done, results[done], start,
             outcome_of(interrupted() ? ErrorCode::interrupted : failure.error.code()));
      throw describe_failure(runs[done], 0, failure);
    }
    return count;
  }

  void finish(std::size_t index, model::StepResult result, Clock::time_point start, Outcome outcome) {
    result.duration = since(start);
    result.outcome = outcome;
    run_.steps.push_back(std::move(result));
    notify(model::StepFinished{index, plan_.steps.size(), run_.steps.back()});
  }

  void pass_on_notices() {
    connection_.set_on_notice([this](const std::string& severity, const std::string& message) {
      // A rollback's statements run twice: once to see what they would destroy.
      if (current_ == nullptr || current_->kind != model::EntryKind::down)
        notify(model::Notice{severity, message});
    });
  }

  void watch_waits() {
    connection_.set_on_wait([this](std::chrono::milliseconds waited) {
      if (current_ == nullptr || waited < std::chrono::milliseconds(400) ||
          since(last_look_) < std::chrono::milliseconds(500))
        return;
      last_look_ = Clock::now();
      if (const auto report = watch_.look()) {
        notify(model::Waiting{*current_, report->lock, report->blockers, report->queued,
                              report->waited.value_or(waited)});
        for (const auto& cancelled : report->cancelled) notify(model::Notice{"NOTICE", cancelled});
      }
    });
  }

  void notify(const model::Event& event) const {
    if (observer_) observer_(event);
  }

  static Outcome outcome_of(ErrorCode code) {
    if (code == ErrorCode::interrupted) return Outcome::interrupted;
    return code == ErrorCode::refused ? Outcome::refused : Outcome::failed;
  }

  static Error as_interrupted(const Error& error) {
    Error out(ErrorCode::interrupted, "interrupted: " + error.message(),
              "run the same command again: it goes on from here");
    out.set_fact("state", std::string(error.fact("state")));
    return out;
  }

  postgres::Connection& connection_;
  const model::Plan& plan_;
  const model::History& history_;
  const ExecuteOptions& options_;
  const model::Observer& observer_;
  BlockerWatch watch_;
  std::vector<EntryKey> keys_;
  const Step* current_ = nullptr;
  Clock::time_point last_look_{};
  model::Run run_;
};

void refuse_hijacked_schema(postgres::Connection& connection) {
  if (connection.exec("SELECT current_schema() IS NOT DISTINCT FROM 'dunlin'").boolean(0, 0)) {
    throw refused(
        "new objects of this role would land in schema dunlin, because the role's search_path begins there",
        "set another search_path: ALTER ROLE ... SET search_path = public");
  }
}

// Behind a pooler a session setting would stay with a server session that others use next.
void refuse_lone_statements(const model::Plan& plan) {
  for (const auto& step : plan.steps) {
    for (std::size_t i = 0; i < step.segments.size(); ++i) {
      const auto& segment = step.segments[i];
      if (!segment.alone || is_batch(step, i))
        continue;  // batches are transactions, with timeouts of their own
      throw refused(fmt::format("{}:{}: this statement can't run in a transaction, and behind a connection "
                                "pooler it can't be given its timeouts",
                                printable(step.script.file), step.statements[segment.first].line),
                    "point the environment's url at the server itself (a direct connection) for migrations");
    }
  }
}

}  // namespace

model::Run execute(postgres::Connection& connection, const model::Plan& plan, const model::History& history,
                   const ExecuteOptions& options, const model::Observer& observer) {
  const bool goes_on =
      !plan.steps.empty() && (plan.steps.front().resumed || !plan.steps.front().abandons.empty());
  if (plan.head != history.head() || (goes_on && history.open_entry() == nullptr))
    throw refused("the plan is stale: the history of this database has moved since it was made",
                  "make it again");
  refuse_hijacked_schema(connection);
  if (connection.facts().pooled) refuse_lone_statements(plan);
  return Executor(connection, plan, history, options, observer).go();
}

}  // namespace dunlin::migrate
