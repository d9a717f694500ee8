#include "migrate/SegmentCommands.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "migrate/FileSession.hpp"
#include "sql/Split.hpp"

namespace dunlin::migrate {
namespace {

using model::StatementKind;
using postgres::Sql;

CommandRole role_of(StatementKind kind) {
  if (kind == StatementKind::copy_from_stdin) return CommandRole::copy;
  return kind == StatementKind::assertion ? CommandRole::assertion : CommandRole::statement;
}

}  // namespace

SegmentCommands::SegmentCommands(const StepRun& run, std::size_t segment) : run_(run), segment_(segment) {
  if (run.step.segments.empty()) {  // a file without statements: an entry and its completion
    at_ = last_ = 0;
    return;
  }
  at_ = run.step.segments[segment].first;
  last_ = at_ + run.step.segments[segment].count;
}

std::optional<SegmentCommand> SegmentCommands::next() {
  while (pending_.empty() && phase_ != Phase::finished) fill();
  if (pending_.empty()) return std::nullopt;
  SegmentCommand command = std::move(pending_.front());
  pending_.pop_front();
  return command;
}

void SegmentCommands::fill() {
  switch (phase_) {
    case Phase::begin:
      begin();
      phase_ = Phase::statements;
      return;
    case Phase::statements:
      if (at_ < last_) {
        add_statement(at_++);
      } else {
        phase_ = Phase::end;
      }
      return;
    case Phase::end:
      end();
      phase_ = Phase::finished;
      return;
    case Phase::finished: return;
  }
}

void SegmentCommands::begin() {
  const auto& statements = run_.step.statements;
  if (at_ < last_ && statements[at_].kind == StatementKind::begin) {
    add_control({Sql::trusted(run_.text.text(statements[at_])), {}});  // keeps ISOLATION LEVEL and the like
    ++at_;
  } else {
    add_control({"BEGIN", {}});
  }
  const auto first_mode = at_;
  add_transaction_modes();
  if (begins_file()) add_control({"DISCARD TEMP", {}});
  add_timeouts();
  if (run_.is_first(segment_)) {
    add_schema();
    for (auto& command : run_.beginning()) add_control(std::move(command));
  }
  for (auto mode = first_mode; mode < at_; ++mode) add_journal(mode);
  const auto settings = settings_before(run_, at_);
  for (const auto index : settings) {
    // The session still has what an earlier segment of this run set, except for the role, which we gave up to
    // commit.
    const bool is_role = statements[index].kind == StatementKind::set_role;
    if (is_role) role_ = index;
    if (is_role || (segment_ == 0 && run_.step.resumed))
      add_control({Sql::trusted(run_.text.text(statements[index])), {}});
  }
  if (!settings.empty()) add_timeouts();
}

// A file doesn't see the temporary tables of the one before, as it wouldn't with psql.
bool SegmentCommands::begins_file() const {
  const auto& segments = run_.step.segments;
  return !run_.step.resumed &&
         std::all_of(segments.begin(),
                     segments.begin() + static_cast<std::ptrdiff_t>(std::min(segment_, segments.size())),
                     [](const auto& segment) { return segment.alone; });
}

// SET TRANSACTION ISOLATION LEVEL has to come before the first query, and ours are queries.
void SegmentCommands::add_transaction_modes() {
  for (const auto& statements = run_.step.statements; at_ < last_; ++at_) {
    const std::string_view text = run_.text.text(statements[at_]);
    if (!to_lower(sql::one_line(text, 20)).starts_with("set transaction")) return;
    pending_.push_back({{Sql::trusted(text), {}}, CommandRole::statement, at_});
  }
}

// The right to make schemas is asked for only where there is one to be made.
void SegmentCommands::add_schema() {
  if (run_.step.kind == model::EntryKind::down || !has_schema(run_)) return;
  const std::string name = quote_identifier(run_.step.migration.options.schema);
  const std::string body =
      fmt::format("BEGIN IF pg_catalog.to_regnamespace({}) IS NULL THEN CREATE SCHEMA {}; END IF; END",
                  quote_literal(name), name);
  add_control({Sql::trusted("DO " + quote_literal(body)), {}});
}

void SegmentCommands::add_timeouts() {
  if (run_.step.migration.options.own_timeouts) return;
  const auto statement_timeout = run_.statement_timeout();
  const auto lock_timeout = std::to_string(run_.lock_timeout().count());
  if (statement_timeout.empty()) {
    add_control({"SELECT pg_catalog.set_config('lock_timeout', $1, true)", {lock_timeout}, true});
  } else {
    add_control(
        {"SELECT pg_catalog.set_config('lock_timeout', $1, true), pg_catalog.set_config('statement_timeout', "
         "$2, true)",
         {lock_timeout, statement_timeout},
         true});
  }
}

void SegmentCommands::add_statement(std::size_t index) {
  const auto& statement = run_.step.statements[index];
  if (statement.kind == StatementKind::commit || statement.kind == StatementKind::begin) return;
  pending_.push_back({{Sql::trusted(run_.text.text(statement)), {}}, role_of(statement.kind), index});
  if (statement.kind == StatementKind::set_role) role_ = index;
  if (statement.kind == StatementKind::session_setting || statement.kind == StatementKind::set_role)
    add_timeouts();
  if (statement.has_verify)
    pending_.push_back({{Sql::trusted(run_.text.verify_query(statement)), {}}, CommandRole::verify, index});
  add_journal(index);
}

// The role that a file takes on may not write our journal.
void SegmentCommands::add_journal(std::size_t index) {
  if (role_) give_up_role();
  add_control(done_row(run_.key, run_.journal_statement(index, segment_)));
  if (role_) add_control({Sql::trusted(run_.text.text(run_.step.statements[*role_])), {}});
}

void SegmentCommands::give_up_role() {
  add_control({"RESET SESSION AUTHORIZATION", {}});
  add_control({"RESET ROLE", {}});
}

void SegmentCommands::end() {
  if (role_) give_up_role();
  if (run_.is_last(segment_) || run_.step.segments.empty()) {
    add_control(completion_row(run_.key, "done", run_.step.script_checksum, run_.step.sql_checksum));
  }
  add_control({"COMMIT", {}});
}

bool needs_answers(const model::Step& step, std::size_t segment) {
  if (step.segments.empty()) return false;
  const auto begin = step.statements.begin() + static_cast<std::ptrdiff_t>(step.segments[segment].first);
  return std::any_of(begin, begin + static_cast<std::ptrdiff_t>(step.segments[segment].count),
                     [](const auto& statement) {
                       return statement.has_verify || role_of(statement.kind) != CommandRole::statement;
                     });
}

std::vector<std::size_t> settings_before(const StepRun& run, std::size_t end) {
  std::vector<std::size_t> settings;
  for (std::size_t i = 0; i < end && i < run.step.statements.size(); ++i) {
    const auto& statement = run.step.statements[i];
    if (statement.kind != StatementKind::session_setting && statement.kind != StatementKind::set_role)
      continue;
    if (!to_lower(sql::one_line(run.text.text(statement), 20)).starts_with("set local"))
      settings.push_back(i);
  }
  return settings;
}

}  // namespace dunlin::migrate
