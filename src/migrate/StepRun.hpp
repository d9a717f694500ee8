#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "migrate/Journal.hpp"
#include "migrate/ScriptText.hpp"
#include "model/Config.hpp"
#include "model/Event.hpp"
#include "model/Plan.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

enum class HookPoint { before_migration, after_migration };

/// How a plan is executed.
struct ExecuteOptions {
  model::Policy policy;
  int window = 1;  ///< migrations on their way before the first answer is waited for
  ScriptOptions script;
  std::int64_t run = 0;     ///< id of the row in dunlin.run
  std::string target;       ///< for the second session that looks at what blocks us
  std::string reason;       ///< recorded with the entries
  bool watched = false;     ///< somebody sees the progress: every statement's answer is asked for at once
  bool drop_data = false;   ///< a rollback really drops tables and columns with rows
  bool schema_set = false;  ///< the session's search_path says where names lead, whatever the file says
  std::function<void(HookPoint, const model::Step&)> hook;  ///< may be empty
};

/// One step while it runs: what every part of the executor needs to see.
struct StepRun {
  postgres::Connection& connection;
  const model::Step& step;
  const ScriptText& text;
  const ExecuteOptions& options;
  const model::Observer& observer;
  EntryKey key;
  std::vector<int> ordinals;                 ///< see journal_ordinals()
  std::vector<model::JournalRow> open_rows;  ///< of the entry that is being resumed
  model::StepResult& result;
  bool begun = false;  ///< the entry's ledger row has committed, perhaps in an earlier run
  int attempt = 0;     ///< how often the segment under way has met a lock since it last came forward
  bool spread =
      false;  ///< segments commit in any order (see SpreadStep): the last one doesn't complete the entry

  std::chrono::milliseconds lock_timeout() const;
  /// Empty: the role's or server's own is left in force.
  std::string statement_timeout() const;
  bool is_last(std::size_t segment) const { return !spread && segment + 1 == step.segments.size(); }
  /// The entry's ledger row isn't there yet.
  bool is_first(std::size_t segment) const { return segment == 0 && !step.resumed; }
  /// What is written before anything else of the entry: the ledger row, and the end of the entry that it
  /// gives up.
  std::vector<Command> beginning() const;
  JournalStatement journal_statement(std::size_t statement, std::size_t segment) const;
};

/// A statement (or the commit after the last one) failed. Thrown inside the executor only.
struct StatementFailure {
  postgres::SqlError error;
  std::size_t statement = 0;
  bool at_statement = false;  ///< false: at BEGIN, COMMIT or in the journal
};

/// The hint of a statement that failed for a reason of its own: describe_failure() gives it to `dunlin
/// migrate`.
inline constexpr const char* k_correct_and_migrate = "correct the file, then run dunlin migrate again";

/// The error that people see: place, excerpt with a caret, what the server said, and the state things are in
/// now.
Error describe_failure(const StepRun& run, std::size_t segment, const StatementFailure& failure);

/// Runs a segment in one transaction, with its journal rows. Throws StatementFailure.
void run_transaction(StepRun& run, std::size_t segment);

/// Runs a segment of a rollback like run_transaction, but first copies rows that it would destroy into
/// dunlin_kept.
void run_keeping_data(StepRun& run, std::size_t segment);

/// Refuses a statement of a rollback that commits by itself and would destroy rows: the copy and the drop
/// can't be one transaction.
void refuse_lone_loss(StepRun& run, std::size_t segment);

/// Clears away what a statement left behind that ran alone, was broken off, and has been replaced by one that
/// doesn't.
void clear_replaced_statement(StepRun& run);

/// Runs an UPDATE or DELETE in batches, from where the journal says. Throws StatementFailure, which leaves
/// the batches that committed.
void run_batches(StepRun& run, std::size_t segment);

/// Runs a statement that can't be in a transaction: intent, statement, verified, done. Throws
/// StatementFailure.
void run_alone(StepRun& run, std::size_t segment);

}  // namespace dunlin::migrate
