#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "migrate/StepRun.hpp"
#include "sql/Split.hpp"

namespace dunlin::migrate {
namespace {

// The line of the statement in which character `position` stands, with a caret below it.
std::string excerpt(std::string_view text, int position) {
  std::size_t offset = 0;
  for (int left = position - 1; left > 0 && offset < text.size(); --left) {
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) ++offset;
  }
  offset = std::min(offset, text.size());
  const auto newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  std::size_t column = offset - begin;
  std::string cut;
  if (column > 90) {  // long lines: the part around the caret
    const std::size_t from = column - 60;
    line.remove_prefix(from);
    column -= from;
    cut = "...";
  }
  line = line.substr(0, 140);
  std::string lead = printable(line.substr(0, std::min(column, line.size())));
  const auto characters = std::count_if(
      lead.begin(), lead.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return fmt::format("{}{}\n{}^", cut, printable(line),
                     std::string(cut.size() + static_cast<std::size_t>(characters), ' '));
}

// First statement of the script that hasn't committed.
std::size_t first_undone(const StepRun& run, std::size_t segment) {
  return run.step.segments.empty() ? 0 : run.step.segments[segment].first;
}

// The statement to point at. Nothing is one of ours at COMMIT (a deferred constraint, a broken connection):
// then the last one of the segment, which is the file's own COMMIT where it has one.
std::size_t place_of(const StepRun& run, std::size_t segment, const StatementFailure& failure) {
  if (failure.at_statement || run.step.segments.empty()) return failure.statement;
  const auto& range = run.step.segments[segment];
  return std::min(failure.statement, range.first + range.count - 1);
}

// What became of the segment that failed, and of what comes after it.
std::string describe_rest(const model::Step& step, std::size_t segment) {
  const bool alone = segment < step.segments.size() && step.segments[segment].alone;
  if (!alone) return "everything after them was undone or hasn't run";
  if (step.statements[step.segments[segment].first].kind == model::StatementKind::batch) {
    return fmt::format(
        "of the statement at line {} the batches that have committed stay, and nothing after it has run",
        step.statements[step.segments[segment].first].line);
  }
  return fmt::format(
      "the statement at line {} runs outside of a transaction, so a part of its effect may remain (the next "
      "run "
      "looks for it first), and nothing after it has run",
      step.statements[step.segments[segment].first].line);
}

std::string describe_state(const StepRun& run, std::size_t segment, bool connection_lost) {
  const auto& step = run.step;
  const bool down = step.kind == model::EntryKind::down;
  const std::string name = (down ? "the rollback of " : "") + label(step.migration);
  const std::size_t undone = first_undone(run, segment);
  const auto done = static_cast<int>(undone < run.ordinals.size() ? run.ordinals[undone] : 0);
  if (connection_lost)
    return fmt::format(
        "what was under way in {}{} may or may not have been committed: the journal in the database knows, "
        "and the next "
        "run goes on from there",
        name,
        undone < step.statements.size() ? fmt::format(" (from line {})", step.statements[undone].line) : "");
  if (done == 0 && !run.begun)
    return fmt::format("nothing of {} remains; what was {} before it stays", name,
                       down ? "rolled back" : "applied");
  if (run.spread)
    return fmt::format("this unit of {} was undone; what other units did is committed and stays", name);
  const std::string before =
      done == 0 ? fmt::format("{} has begun", name)
                : fmt::format("the first {} of {} {}", counted(static_cast<std::size_t>(done), "statement"),
                              name, done == 1 ? "is committed and stays" : "are committed and stay");
  return fmt::format(
      "{}; {}. Correct the rest of the file and run the same command again: it goes on at line {}", before,
      describe_rest(step, segment), step.statements[undone].line);
}

std::string default_hint(const StepRun& run, std::size_t segment, const postgres::SqlError& error) {
  if (error.is_lock_timeout())
    return "another session holds the lock; try again later, add retries (lock_retries) or time "
           "(lock_timeout), or --cancel-blockers";
  if (error.sqlstate() == "25006")
    return "this server or session is read-only: connect to the primary server";
  if (error.sqlstate() == "53100")
    return "the server's disk is full: make room, then run the same command again";
  if (error.fact("server_hint").find("max_locks_per_transaction") != std::string_view::npos)
    return "the server has no room left for the locks of one transaction: raise max_locks_per_transaction "
           "there (it takes effect with a restart), or cut the file into units (`-- dunlin:unit`), then run "
           "the same command again";
  if (error.sqlstate() == "42501")
    return "use a role that may do that, or have the right granted, then run the same command again";
  if (error.sqlstate() == "53200")
    return "the server is out of memory: let the statement use less (work_mem, maintenance_work_mem) or give "
           "the server more, then run the same command again";
  if (error.is_cancelled())
    return "the statement was cancelled (statement_timeout, or somebody cancelled it)";
  if (error.sqlstate() == "25001")
    return "write `-- dunlin:unit alone` above a statement that can't run in a transaction and isn't "
           "recognised as "
           "such";
  if (error.is_connection_loss()) return "run the same command again: it resumes from the journal";
  if (run.step.kind == model::EntryKind::down && first_undone(run, segment) == 0 && !run.begun)
    return fmt::format(
        "correct the rollback in its file and record it with: dunlin repair --rollback {} --reason TEXT; "
        "then run "
        "dunlin rollback again",
        run.step.migration.version.text);
  if (run.step.kind == model::EntryKind::down)
    return "correct the rollback in its file, then run dunlin rollback again";
  return k_correct_and_migrate;
}

}  // namespace

Error describe_failure(const StepRun& run, std::size_t segment, const StatementFailure& failure) {
  const auto& error = failure.error;
  if (error.fact("schema") == "dunlin" && (error.sqlstate() == "23503" || error.sqlstate() == "23505")) {
    return refused("the history of this database moved while this run was under way: another run changed it",
                   "run the same command again: it looks anew");
  }
  Error out(error.code(), error.message());
  out.set_fact("migration", label(run.step.migration));
  const auto place = place_of(run, segment, failure);
  if (place < run.step.statements.size()) {
    const auto& statement = run.step.statements[place];
    const auto text = run.text.text(statement);
    const int position = failure.at_statement ? error.position() : 0;
    const auto span = locate(run.text.span(statement), text, std::max(1, position));
    out.set_fact("file", span.file);
    out.set_fact("line", std::to_string(span.line));
    out.set_fact("column", std::to_string(span.column));
    out.set_fact("statement", sql::one_line(text, 300));
    out.set_fact("excerpt", excerpt(text, std::max(1, position)));
  } else {
    out.set_fact("file", run.step.script.file);
  }
  for (const auto* name :
       {"sqlstate", "detail", "server_hint", "where", "schema", "table", "constraint", "internal_query"}) {
    out.set_fact(name, std::string(error.fact(name)));
  }
  out.set_fact("state", describe_state(run, segment, error.is_connection_loss()));
  out.set_hint(default_hint(run, segment, error));
  return out;
}

}  // namespace dunlin::migrate
