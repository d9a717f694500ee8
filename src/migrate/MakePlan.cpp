#include "migrate/MakePlan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Error.hpp"
#include "base/Hash.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "migrate/Segments.hpp"
#include "migrate/batch/BatchProgress.hpp"
#include "sql/Dependencies.hpp"
#include "sql/Procedure.hpp"
#include "sql/Split.hpp"

namespace dunlin::migrate {
namespace {

using model::EntryKind;
using model::Migration;
using model::Statement;
using model::StatementKind;
using model::Step;

bool is_border(const Statement& statement) {
  return statement.kind == StatementKind::begin || statement.kind == StatementKind::commit;
}

// Procedures of these scripts whose bodies commit: `CALL` of one can't be part of a transaction.
class CommittingProcedures {
 public:
  explicit CommittingProcedures(const PlanContext& context) : context_(context) {}

  void learn(std::string_view text) {
    const auto created = sql::created_procedure(text);
    if (created && sql::body_commits(created->body)) names_.insert(created->name.name);
  }

  bool called_in(std::string_view text) const {
    const auto called = sql::called_procedure(text);
    if (!called) return false;
    if (names_.contains(called->name)) return true;
    if (!context_.procedure_commits) return false;
    return context_.procedure_commits(called->schema.empty()
                                          ? quote_identifier(called->name)
                                          : quote_identifier(called->schema, called->name));
  }

 private:
  const PlanContext& context_;
  std::set<std::string> names_;
};

void mark_committing_calls(ScriptText& text, CommittingProcedures& procedures) {
  for (std::size_t i = 0; i < text.statements().size(); ++i) {
    const auto& statement = text.statements()[i];
    if (statement.kind != StatementKind::ordinary) continue;
    const auto sql = text.text(statement);
    const char first = static_cast<char>(sql.empty() ? 0 : sql.front() | 0x20);
    if (first != 'c') continue;  // CREATE PROCEDURE or CALL
    procedures.learn(sql);
    if (procedures.called_in(sql)) text.set_kind(i, StatementKind::unit);
  }
}

Step make_step_with(EntryKind kind, const Migration& migration, const model::Script& script,
                    const PlanContext& context, CommittingProcedures& procedures) {
  ScriptText text(script, context.script);
  if (text.checksum() != migration.checksum && kind != EntryKind::down) {
    throw refused(fmt::format("{} changed while it was being read", printable(script.file)),
                  "run the command again");
  }
  mark_committing_calls(text, procedures);
  Step step{.kind = kind, .migration = migration, .script = script, .script_checksum = text.checksum()};
  step.segments = make_segments(text, !migration.options.transaction);
  step.statements = text.statements();
  step.sql_checksum = text.sql_checksum();
  if (kind == EntryKind::up && migration.rollback) {
    step.rollback_sql = runnable_text(migration.rollback->script, context.script);
    step.rollback_source = model::to_string(migration.rollback->source);
    step.rollback_file = migration.rollback->script.file;
  }
  return step;
}

// Repeatables in the order in which they need each other: what one creates, another may use.
std::vector<const Migration*> order_repeatables(const std::vector<const Migration*>& repeatables,
                                                const PlanContext& context) {
  struct Node {
    const Migration* migration;
    std::set<std::string> creates, uses;
  };
  std::vector<Node> nodes;
  for (const auto* migration : repeatables) {
    Node node{migration, {}, {}};
    const ScriptText text(migration->up, context.script);
    for (const auto& statement : text.statements()) {
      for (const auto& name : sql::created_objects(text.text(statement))) node.creates.insert(name.name);
      for (const auto& name : sql::referenced_relations(text.text(statement))) node.uses.insert(name.name);
    }
    nodes.push_back(std::move(node));
  }
  std::vector<const Migration*> ordered;
  std::vector<bool> placed(nodes.size(), false);
  const auto needs = [&](std::size_t a, std::size_t b) {
    return a != b && std::any_of(nodes[b].creates.begin(), nodes[b].creates.end(),
                                 [&](const auto& name) { return nodes[a].uses.contains(name); });
  };
  while (ordered.size() < nodes.size()) {
    std::size_t next = nodes.size();
    for (std::size_t i = 0; i < nodes.size() && next == nodes.size(); ++i) {
      if (placed[i]) continue;
      bool ready = true;
      for (std::size_t j = 0; j < nodes.size(); ++j) ready = ready && (placed[j] || !needs(i, j));
      if (ready) next = i;
    }
    // A circle (functions that call each other) is no error: bodies are looked up when they run. Keep name
    // order.
    if (next == nodes.size())
      next = static_cast<std::size_t>(std::find(placed.begin(), placed.end(), false) - placed.begin());
    placed[next] = true;
    ordered.push_back(nodes[next].migration);
  }
  return ordered;
}

const Migration& find_open_file(const std::vector<Migration>& files, const model::LedgerEntry& open) {
  for (const auto& file : files) {
    const bool same = open.kind == EntryKind::repeatable ? file.repeatable && file.name == open.name
                                                         : !file.repeatable && file.version == open.version;
    if (same) return file;
  }
  throw refused(
      fmt::format("{} is half applied, and its file isn't among the migrations", label(open)),
      fmt::format("bring the file back, then run dunlin migrate; or go on with it where it is: dunlin "
                  "migrate --file {}{}",
                  printable(open.file), open.repeatable() ? "" : "; or undo what ran with: dunlin rollback"));
}

Error changed_statement(const Step& step, const ScriptText& text, const Statement& statement,
                        const model::JournalRow& row) {
  Error error = refused(
      fmt::format(
          "{}: {} was half applied, and a statement that has run reads differently now\n  ran: {}\n  now: {}",
          to_string(text.span(statement)), label(step.migration), sql::one_line(row.sql, 160),
          sql::one_line(text.text(statement), 160)),
      "put the statements that ran back as they were; what comes after them may be corrected");
  error.set_fact("file", text.span(statement).file);
  error.set_fact("line", std::to_string(statement.line));
  return error;
}

// A statement of which batches have committed goes on as it was: rows behind the last key haven't had it yet,
// rows before it have.
void require_same_batch(const Step& step, const ScriptText& text, std::size_t at,
                        const model::JournalRow& row) {
  const auto progress = batch_progress(row.kind, row.intent);
  if (!progress || progress->batches == 0) return;
  const bool there = at < step.statements.size() && step.statements[at].kind == StatementKind::batch;
  const bool same_key = there && text.batch(step.statements[at]).key == progress->columns;
  if (same_key && row.sql_hash == sha256(text.text(step.statements[at]))) return;
  Error error = refused(
      fmt::format(
          "{} was half applied: a statement has run over {}, and it {} now\n  ran: {}", label(step.migration),
          describe(*progress),
          there ? (same_key ? "reads differently" : "has another key") : "isn't a statement in batches",
          sql::one_line(row.sql, 160)),
      "put it back as it was, and it goes on behind the last batch; or say what is to become of it: dunlin "
      "repair "
      "--statement done (as if it had run over all rows) or again (over all rows, with its new text) "
      "--reason TEXT");
  if (at < step.statements.size()) {
    error.set_fact("file", text.span(step.statements[at]).file);
    error.set_fact("line", std::to_string(step.statements[at].line));
  }
  throw error;
}

Error shorter_file(const Step& step, std::size_t ran) {
  return refused(fmt::format("{} was half applied and has become shorter: {} {} run, the file has fewer now",
                             label(step.migration), counted(ran, "statement"), ran == 1 ? "has" : "have"),
                 "put the statements that ran back, then run the command again");
}

// Assertions guard what comes after them.
void check_assertions_again(const std::vector<Statement>& statements, std::vector<bool>& done) {
  bool guards = true;
  for (std::size_t i = done.size(); i-- > 0;) {
    if (is_border(statements[i])) continue;
    if (statements[i].kind != StatementKind::assertion) guards = !done[i];
    if (guards) done[i] = false;
  }
}

// Which statements have committed, as the journal says; in whatever order they ran.
std::vector<bool> statements_done(const Step& step, const ScriptText& text, const model::History& history) {
  std::vector<std::size_t> places;  // of each ordinal
  for (std::size_t i = 0; i < step.statements.size(); ++i) {
    if (!is_border(step.statements[i])) places.push_back(i);
  }
  std::vector<bool> done(step.statements.size(), false);
  for (const auto& row : history.open_rows) {
    const auto ordinal = static_cast<std::size_t>(row.statement);
    const std::size_t at = ordinal < places.size() ? places[ordinal] : step.statements.size();
    if (row.state != "done") {
      require_same_batch(step, text, at, row);
      continue;
    }
    if (at == step.statements.size()) throw shorter_file(step, history.open_rows.size());
    if (row.sql_hash != sha256(text.text(step.statements[at])))
      throw changed_statement(step, text, step.statements[at], row);
    done[at] = true;
  }
  check_assertions_again(step.statements, done);
  for (std::size_t i = 1; i < done.size(); ++i) {
    if (step.statements[i].kind == StatementKind::commit) done[i] = done[i - 1];
  }
  for (std::size_t i = done.size(); i-- > 1;) {
    if (step.statements[i - 1].kind == StatementKind::begin) done[i - 1] = done[i];
  }
  return done;
}

}  // namespace

std::vector<int> journal_ordinals(const std::vector<Statement>& statements) {
  std::vector<int> ordinals;
  ordinals.reserve(statements.size());
  int next = 0;
  for (const auto& statement : statements) ordinals.push_back(is_border(statement) ? next : next++);
  return ordinals;
}

Step make_step(EntryKind kind, const Migration& migration, const model::Script& script,
               const PlanContext& context) {
  CommittingProcedures procedures(context);
  return make_step_with(kind, migration, script, context, procedures);
}

void resume_step(Step& step, const model::History& history, const PlanContext& context) {
  const ScriptText text(step.script, context.script);
  const auto done = statements_done(step, text, history);
  auto left = remaining_segments(step.segments, done);
  step.segments = std::move(left.segments);
  step.segment_numbers = std::move(left.numbers);
  step.resume_at = static_cast<std::size_t>(std::find(done.begin(), done.end(), false) - done.begin());
  step.resumed = true;
}

model::Plan make_plan(const std::vector<Migration>& files, const model::History& history,
                      const Selection& selection, const PlanContext& context) {
  model::Plan plan{.steps = {}, .head = history.head()};
  CommittingProcedures procedures(context);
  const auto* open = history.open_entry();
  const Migration* open_file = nullptr;
  if (open != nullptr && open->kind == EntryKind::down) {
    throw refused(fmt::format("the rollback of {} was broken off half-way", label(*open)),
                  "finish it with: dunlin rollback");
  }
  if (open != nullptr) {
    open_file = &find_open_file(files, *open);
    plan.steps.push_back(make_step_with(open->kind, *open_file, open_file->up, context, procedures));
    resume_step(plan.steps.back(), history, context);
  }
  std::vector<const Migration*> repeatables;
  for (const auto* migration : select_pending(files, history, selection)) {
    if (migration == open_file) continue;
    if (migration->repeatable) {
      repeatables.push_back(migration);
    } else {
      plan.steps.push_back(make_step_with(EntryKind::up, *migration, migration->up, context, procedures));
    }
  }
  for (const auto* migration : order_repeatables(repeatables, context)) {
    plan.steps.push_back(
        make_step_with(EntryKind::repeatable, *migration, migration->up, context, procedures));
  }
  return plan;
}

}  // namespace dunlin::migrate
