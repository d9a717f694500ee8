#include <fmt/format.h>

#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "migrate/FileSession.hpp"
#include "migrate/LoneJournal.hpp"
#include "migrate/StepRun.hpp"
#include "migrate/batch/BatchProgress.hpp"
#include "migrate/batch/BatchTable.hpp"
#include "migrate/batch/BatchThrottle.hpp"
#include "migrate/verify/VerifyQuery.hpp"
#include "postgres/Transaction.hpp"
#include "sql/BatchedStatement.hpp"
#include "sql/Split.hpp"
#include "sql/StatementDirectives.hpp"

namespace dunlin::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using Key = BatchProgress::Key;
using postgres::Parameters;
using postgres::Sql;

// A statement that runs range by range of its table's key, each range in a transaction with what the journal
// says about the progress. So a range is done when, and only when, the journal says so, and the next one
// begins behind it.
class BatchRun {
 public:
  BatchRun(StepRun& run, std::size_t segment)
      : run_(run),
        segment_(segment),
        statement_(run.step.segments[segment].first),
        sql_(run.text.text(run.step.statements[statement_])),
        argument_(
            *sql::read_statement_directives(run.text.directives(run.step.statements[statement_])).batch),
        directive_(sql::parse_batch_directive(argument_)),
        batched_(sql::read_batched_statement(sql_)),
        throttle_(run, directive_, run.attempt) {}

  void go() try {
    replay_settings(run_, segment_, statement_);
    if (run_.observer) run_.observer(model::StatementStarted{run_.step, statement_, sql_});
    open();
    while (!progress_.finished()) {
      throttle_.wait();
      next();
    }
    finish();
  } catch (const postgres::SqlError&) {
    throw;
  } catch (Error& error) {
    throw placed(std::move(error));
  }

 private:
  // Goes on where the journal says, or begins.
  void open() {
    const auto* row = broken_intent(run_, run_.ordinals[statement_]);
    const auto broken = row == nullptr ? std::nullopt : batch_progress(row->kind, row->intent);
    const bool goes_on = broken && row->sql == sql_;
    if (goes_on) progress_ = *broken;
    if (row != nullptr && !broken) clear_changed_intent(run_, *row);
    {
      postgres::Transaction transaction(run_.connection);
      set_local_timeouts(run_);
      in_role(run_, statement_, [&] { look(goes_on); });
      transaction.commit();
    }
    kill_point("before-intent");
    if (!goes_on) write_intent(run_, segment_, statement_, to_json(progress_));
    kill_point("after-intent");
    prepare_texts();
  }

  // The table as it is; before the first batch also how far it reaches.
  void look(bool goes_on) {
    table_ = look_up_batch_table(run_.connection, directive_, batched_);
    if (goes_on) return require_same_table();
    require_whole_keys(run_.connection, table_);
    progress_ = {.directive = std::string(argument_),
                 .table = table_.oid,
                 .columns = directive_.key,
                 .upper = largest_key(run_.connection, table_),
                 .last = std::nullopt,
                 .estimate = estimate_rows(run_.connection, table_)};
  }

  void require_same_table() const {
    if (progress_.table == table_.oid && progress_.columns == directive_.key) return;
    throw refused(
        fmt::format(
            "{} run, and the table or its key is another one since",
            progress_.batches == 1 ? "1 batch has" : with_thousands(progress_.batches) + " batches have"),
        "put it back as it was; or say what is to become of the statement: dunlin repair --statement "
        "done|again --reason TEXT");
  }

  void prepare_texts() {
    for (const bool lower : {false, true}) {
      end_query_[lower ? 1 : 0] = batch_end_query(table_, lower);
      text_[lower ? 1 : 0] =
          sql::with_condition(sql_, batched_, sql::key_range(batched_.alias, table_.key, lower));
    }
  }

  void next() {
    kill_point("before-batch");
    const auto began = Clock::now();
    BatchProgress after = progress_;
    postgres::Transaction transaction(run_.connection);
    set_local_timeouts(run_);
    in_role(run_, statement_, [&] { run_range(after); });
    kill_point("in-batch");
    const auto waiting = count_waiting();
    write_progress(after);
    kill_point("batch-journaled");
    transaction.commit();
    kill_point("after-batch");
    run_.result.rows += after.rows - progress_.rows;
    ++run_.result.batches;
    progress_ = std::move(after);
    throttle_.learn(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began), waiting);
    if (run_.observer)
      run_.observer(model::BatchDone{run_.step, statement_, progress_.batches, progress_.rows, progress_.seen,
                                     progress_.estimate});
  }

  void run_range(BatchProgress& after) {
    const auto size = throttle_.size();
    auto end = find_end(size);
    const bool whole = end.has_value();
    after.last = whole ? std::move(end) : progress_.upper;
    const auto rows = change(*after.last);
    ++after.batches;
    after.rows += rows;
    after.seen += whole ? size : rows;
  }

  // The key of the `size`th row from here; nothing when the rest is smaller.
  std::optional<Key> find_end(std::int64_t size) {
    auto parameters = bounds(*progress_.upper);
    parameters.emplace_back(std::to_string(size - 1));
    const auto row = run_.connection.exec(Sql::trusted(end_query_[lower()]), parameters);
    if (row.rows() == 0) return std::nullopt;
    Key key;
    for (int column = 0; column < row.columns(); ++column) key.push_back(row.string(0, column));
    return key;
  }

  std::int64_t change(const Key& end) {
    try {
      return run_.connection.exec(Sql::trusted(text_[lower()]), bounds(end)).affected();
    } catch (const postgres::SqlError& error) {
      throw StatementFailure{error, statement_, true};
    }
  }

  std::size_t lower() const { return progress_.last ? 1 : 0; }

  Parameters bounds(const Key& end) const {
    Parameters parameters;
    if (progress_.last) parameters.assign(progress_.last->begin(), progress_.last->end());
    parameters.insert(parameters.end(), end.begin(), end.end());
    return parameters;
  }

  std::int64_t count_waiting() {
    return run_.connection
        .exec(R"(SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'
                 AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))")
        .number(0, 0);
  }

  // Behind a pooler no lease keeps a second run away, nor the server's rest of a killed one: whoever finds
  // that the journal has moved undoes its batch.
  void write_progress(const BatchProgress& after) {
    const auto moved = run_.connection.exec(
        "UPDATE dunlin.journal SET intent = $3::jsonb, run = $4::bigint WHERE entry = $1 AND statement = "
        "$2::int "
        "AND state = 'intent' AND (intent->>'batches')::bigint = $5::bigint",
        {run_.key.hash, std::to_string(run_.ordinals[statement_]), to_json(after).dump(-1),
         std::to_string(run_.key.run), std::to_string(progress_.batches)});
    if (moved.affected() == 1) return;
    throw refused(
        "the journal moved while this batch was under way: another run goes on with the same statement",
        "run the same command again: it looks anew");
  }

  void finish() {
    kill_point("batches-over");
    const auto verify = run_.text.verify_query(run_.step.statements[statement_]);
    write_done(run_, segment_, statement_, [&] {
      set_local_timeouts(run_);
      if (verify.empty()) return;
      in_role(run_, statement_,
              [&] { require_verified(run_.connection.exec(Sql::trusted(verify)), verify); });
    });
    kill_point("after-done");
    ++run_.result.statements;
  }

  Error placed(Error error) const {
    const auto span = run_.text.span(run_.step.statements[statement_]);
    error.set_fact("migration", label(run_.step.migration));
    error.set_fact("file", span.file);
    error.set_fact("line", std::to_string(span.line));
    error.set_fact("column", std::to_string(span.column));
    error.set_fact("statement", sql::one_line(sql_, 300));
    error.set_fact("state", progress_.batches == 0 ? "nothing of this statement has run"
                                                   : describe(progress_) + ": they stay");
    return error;
  }

  StepRun& run_;
  std::size_t segment_;
  std::size_t statement_;
  std::string_view sql_;
  std::string_view argument_;
  sql::BatchDirective directive_;
  sql::BatchedStatement batched_;
  BatchThrottle throttle_;
  BatchTable table_;
  BatchProgress progress_;
  std::string end_query_[2];  // without and with a lower bound
  std::string text_[2];
};

}  // namespace

void run_batches(StepRun& run, std::size_t segment) {
  try {
    BatchRun(run, segment).go();
  } catch (const postgres::SqlError& error) {
    throw StatementFailure{error, run.step.segments[segment].first, false};
  }
}

}  // namespace dunlin::migrate
