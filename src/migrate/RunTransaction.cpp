#include "migrate/RunTransaction.hpp"

#include <deque>
#include <optional>

#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "migrate/SegmentCommands.hpp"
#include "migrate/verify/VerifyQuery.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::size_t k_most_in_flight = 256;  // commands: bounds memory on both sides
constexpr std::size_t k_most_unasked = 64;     // of these, without a request for answers

// What an answer belongs to.
struct Sent {
  std::size_t run = 0;
  CommandRole role = CommandRole::control;
  std::size_t statement = 0;
  bool is_sync = false;
};

void announce(const StepRun& run, std::size_t statement) {
  if (run.observer && statement < run.step.statements.size()) {
    run.observer(model::StatementStarted{run.step, statement, run.text.text(run.step.statements[statement])});
  }
}

// Sends the commands of several runs ahead of their answers.
class Window {
 public:
  explicit Window(std::vector<StepRun>& runs, std::size_t segment)
      : runs_(runs), segment_(segment), pipeline_(runs.front().connection) {}

  std::size_t go(const std::function<void(StepRun&)>& on_done) {
    std::size_t done = 0;
    commands_.emplace(runs_[0], segment_);
    while (done < runs_.size() && !failure_) {
      send_ahead();
      done += receive(on_done);
    }
    return done;
  }

  std::optional<StatementFailure> take_failure() { return std::move(failure_); }

 private:
  void send_ahead() {
    while (sending_ < runs_.size() && pipeline_.in_flight() < k_most_in_flight) {
      auto command = commands_->next();
      if (command) {
        send(command->command);
        ask_for_answers(command->role);
        kill_point("command-sent");
        sent_.push_back({sending_, command->role, command->statement, false});
        continue;
      }
      pipeline_.sync();
      unasked_ = 0;
      sent_.push_back({sending_, CommandRole::control, 0, true});
      kill_point("segment-sent");
      if (++sending_ < runs_.size()) commands_.emplace(runs_[sending_], segment_);
    }
  }

  // An answer by itself costs a wake-up on both sides. Where nobody watches, only a long segment needs some
  // before its end: the server must not sit on answers that we wait for before we send more.
  void ask_for_answers(CommandRole role) {
    const bool shown = role != CommandRole::control && runs_[sending_].options.watched;
    if (!shown && ++unasked_ < k_most_unasked) return;
    pipeline_.flush();
    unasked_ = 0;
  }

  void send(const Command& command) {
    if (command.repeated) return pipeline_.send_repeated(command.sql, command.parameters);
    pipeline_.send(command.sql, command.parameters);
  }

  std::size_t receive(const std::function<void(StepRun&)>& on_done) {
    auto answer = pipeline_.next();
    const Sent sent = sent_.front();
    sent_.pop_front();
    auto& run = runs_[sent.run];
    if (answer.error) {
      failure_ =
          StatementFailure{std::move(*answer.error), sent.statement, sent.role != CommandRole::control};
      return 0;
    }
    if (sent.is_sync) {
      kill_point("after-commit");
      on_done(run);
      return 1;
    }
    if (sent.role != CommandRole::control) {
      ++run.result.statements;
      announce(run, sent.statement + 1);
    }
    return 0;
  }

  std::vector<StepRun>& runs_;
  std::size_t segment_;
  postgres::Pipeline pipeline_;
  std::optional<SegmentCommands> commands_;
  std::size_t sending_ = 0;
  std::size_t unasked_ = 0;  // commands since the server was last asked to answer
  std::deque<Sent> sent_;
  std::optional<StatementFailure> failure_;
};

std::size_t go(std::vector<StepRun>& runs, std::size_t segment,
               const std::function<void(StepRun&)>& on_done) {
  auto& connection = runs.front().connection;
  std::size_t done = 0;
  std::optional<StatementFailure> failure;
  {
    Window window(runs, segment);
    done = window.go(on_done);
    failure = window.take_failure();
  }
  if (!failure) return done;
  if (!connection.broken() && connection.in_transaction()) connection.exec("ROLLBACK");
  throw std::move(*failure);
}

void check_assertion(const StepRun& run, const SegmentCommand& command, const postgres::Result& rows) {
  if (const auto answer = untrue_answer(rows)) {
    postgres::SqlError error(
        ErrorCode::failed,
        "assertion failed: " + printable(run.text.text(run.step.statements[command.statement])), "P0004", 0);
    error.set_fact("detail", "it returned " + *answer);
    throw StatementFailure{error, command.statement, true};
  }
}

void run_one(StepRun& run, const SegmentCommand& command) {
  try {
    switch (command.role) {
      case CommandRole::copy:
        run.connection.copy_in(command.command.sql, run.text.data(run.step.statements[command.statement]));
        break;
      case CommandRole::assertion:
        check_assertion(run, command, run.connection.exec(command.command.sql));
        break;
      case CommandRole::verify:
        require_verified(run.connection.exec(command.command.sql), command.command.sql.text());
        break;
      default: run.connection.exec(command.command.sql, command.command.parameters);
    }
  } catch (const postgres::SqlError& error) {
    throw StatementFailure{error, command.statement, command.role != CommandRole::control};
  }
}

}  // namespace

void run_one_by_one(StepRun& run, std::size_t segment, const std::function<void()>& before_statements) {
  SegmentCommands commands(run, segment);
  bool prepared = false;
  try {
    while (auto command = commands.next()) {
      const bool is_statement = command->role != CommandRole::control;
      if (is_statement && !prepared && before_statements) before_statements();
      prepared = prepared || is_statement;
      if (is_statement && command->role != CommandRole::verify) announce(run, command->statement);
      if (command->command.sql.text() == "COMMIT") kill_point("before-commit");
      run_one(run, *command);
      kill_point("after-command");
      if (!is_statement || command->role == CommandRole::verify) continue;
      ++run.result.statements;
      kill_point("after-statement");
    }
  } catch (...) {
    if (!run.connection.broken() && run.connection.in_transaction()) run.connection.exec("ROLLBACK");
    throw;
  }
  kill_point("after-commit");
}

void run_transaction(StepRun& run, std::size_t segment) {
  if (run.connection.facts().pooled || needs_answers(run.step, segment)) return run_one_by_one(run, segment);
  std::vector<StepRun> alone{run};
  if (!run.step.segments.empty()) announce(run, run.step.segments[segment].first);
  go(alone, segment, [](StepRun&) {});
}

std::size_t run_window(std::vector<StepRun>& runs, const std::function<void(StepRun&)>& on_done) {
  return go(runs, 0, on_done);
}

}  // namespace dunlin::migrate
