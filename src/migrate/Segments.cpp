#include "migrate/Segments.hpp"

#include <fmt/format.h>
#include <optional>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sql/Split.hpp"

namespace dunlin::migrate {
namespace {

using model::Statement;
using model::StatementKind;

Error misplaced(const ScriptText& script, const Statement& statement, std::string message, std::string hint) {
  const auto span = script.span(statement);
  Error error = refused(fmt::format("{}: {}", to_string(span), message), std::move(hint));
  error.set_fact("file", span.file);
  error.set_fact("line", std::to_string(span.line));
  error.set_fact("column", std::to_string(span.column));
  error.set_fact("state", "nothing of this file has run");
  return error;
}

// Follows BEGIN/COMMIT through a script and collects segments.
class Cutter {
 public:
  Cutter(const ScriptText& script, bool each_alone) : script_(script), each_alone_(each_alone) {}

  std::vector<model::Segment> cut() {
    const auto& statements = script_.statements();
    for (std::size_t i = 0; i < statements.size(); ++i) add(i, statements[i]);
    if (begin_) {
      throw misplaced(script_, statements[*begin_], "this transaction is never committed",
                      "end it with COMMIT, or leave BEGIN out");
    }
    close(statements.size());
    return std::move(segments_);
  }

 private:
  void add(std::size_t index, const Statement& statement) {
    if (statement.begins_unit) begin_unit(index, statement);
    switch (statement.kind) {
      case StatementKind::begin: return begin(index, statement);
      case StatementKind::commit: return commit(index, statement);
      case StatementKind::rollback:
        throw misplaced(script_, statement, "a migration can't roll back its own transaction",
                        "leave ROLLBACK out; what undoes a migration belongs into its rollback");
      default: break;
    }
    if (runs_alone(statement.kind)) return alone(index, statement);
    const bool ends = !begin_ && (each_alone_ || statement.kind == StatementKind::add_enum_value);
    if (ends && each_alone_) close(index);
    if (ends) close(index + 1);
  }

  void begin_unit(std::size_t index, const Statement& statement) {
    if (begin_) {
      throw misplaced(script_, statement,
                      fmt::format("dunlin:unit inside the transaction that began at line {}",
                                  script_.statements()[*begin_].line),
                      "leave BEGIN and COMMIT out: a unit is a transaction by itself");
    }
    close(index);
  }

  void begin(std::size_t index, const Statement& statement) {
    if (begin_) {
      throw misplaced(script_, statement,
                      fmt::format("BEGIN inside the transaction that began at line {}",
                                  script_.statements()[*begin_].line),
                      "PostgreSQL has no nested transactions: use SAVEPOINT, or leave it out");
    }
    close(index);
    begin_ = index;
  }

  void commit(std::size_t index, const Statement& statement) {
    if (!begin_) {
      throw misplaced(script_, statement, "COMMIT without a BEGIN before it",
                      "dunlin opens and commits the transactions of a migration; leave COMMIT out, or write "
                      "BEGIN where the transaction begins");
    }
    const std::string text = to_lower(sql::one_line(script_.text(statement), 200));
    if (text.find("chain") != std::string::npos || text.starts_with("prepare")) {
      throw misplaced(script_, statement, "this way of ending a transaction can't be resumed after a crash",
                      "write COMMIT, and BEGIN again");
    }
    begin_.reset();
    close(index + 1);
  }

  void alone(std::size_t index, const Statement& statement) {
    if (to_lower(sql::one_line(script_.text(statement), 20)) == "discard all") {
      throw misplaced(script_, statement, "DISCARD ALL would give up dunlin's lease of the database",
                      "leave it out: settings of a file end with the file");
    }
    if (begin_) {
      throw misplaced(
          script_, statement,
          fmt::format("{} can't run inside the transaction that began at line {}",
                      sql::one_line(script_.text(statement), 60), script_.statements()[*begin_].line),
          "leave BEGIN and COMMIT out: dunlin commits what comes before it, runs it alone, and goes on");
    }
    close(index);
    segments_.push_back({.alone = true, .first = index, .count = 1});
    next_ = index + 1;
  }

  // Ends the segment that is being collected before statement `end`.
  void close(std::size_t end) {
    if (end > next_) segments_.push_back({.alone = false, .first = next_, .count = end - next_});
    next_ = end;
  }

  const ScriptText& script_;
  bool each_alone_;
  std::vector<model::Segment> segments_;
  std::size_t next_ = 0;
  std::optional<std::size_t> begin_;
};

}  // namespace

std::vector<model::Segment> make_segments(const ScriptText& script, bool each_alone) {
  return Cutter(script, each_alone).cut();
}

OpenSegments remaining_segments(const std::vector<model::Segment>& segments, const std::vector<bool>& done) {
  OpenSegments left;
  for (std::size_t number = 0; number < segments.size(); ++number) {
    const auto& segment = segments[number];
    const std::size_t end = segment.first + segment.count;
    for (std::size_t at = segment.first; at < end; ++at) {
      if (done[at]) continue;
      const std::size_t first = at;
      while (at < end && !done[at]) ++at;
      left.segments.push_back({.alone = segment.alone, .first = first, .count = at - first});
      left.numbers.push_back(static_cast<int>(number));
    }
  }
  return left;
}

}  // namespace dunlin::migrate
