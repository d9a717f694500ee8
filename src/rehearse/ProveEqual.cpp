#include "rehearse/ProveEqual.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "migrate/ScriptText.hpp"
#include "rehearse/Demands.hpp"
#include "rehearse/SampleRows.hpp"

namespace dunlin::rehearse {
namespace {

constexpr double k_nulls = 0.12;

// What one side left behind.
struct Observation {
  RunOutcome outcome;
  std::vector<SchemaEntry> schema;
  DataContents contents;
  Mask mask;  ///< under which the rows were hashed
};

class Prover {
 public:
  Prover(ScratchServer& server, const ScratchDatabase& history, const Scripts& left, const Scripts& right,
         const ProofOptions& options)
      : server_(server), history_(history), left_(left), right_(right), options_(options) {}

  Proof prove(const RunOutcome& prepared) {
    note_invented(prepared);
    run_trials();
    proof_.verdict = judge(proof_.trials);
    return std::move(proof_);
  }

 private:
  // Rows that one side refuses say nothing about what becomes of those that it accepts: these are tried next.
  void run_trials() {
    if (options_.rows_per_table <= 0) return add_trial(RowKind::none, {});
    add_trial(RowKind::any, {});
    if (!refused_rows()) return;
    const auto demands = learn_demands();
    if (!demands) return add_trial(RowKind::none, {});
    add_trial(RowKind::fitting, *demands);
    if (refused_rows()) add_trial(RowKind::full, *demands);
  }

  bool refused_rows() const {
    const auto& last = proof_.trials.back();
    return last.left.failed_on_rows() || last.right.failed_on_rows();
  }

  void add_trial(RowKind kind, const std::vector<Demand>& demands) {
    proof_.trials.push_back(run_trial(kind, demands));
  }

  // What the first side asks of rows, seen where there are none; nothing when it fails even there.
  std::optional<std::vector<Demand>> learn_demands() {
    const auto shared = server_.shared_objects();
    std::optional<std::vector<Demand>> demands;
    {
      const auto database = server_.copy(history_);
      const auto read = [&] {
        auto connection = database.connect();
        return read_demands(connection);
      };
      const auto before = read();
      if (run_scripts(server_, database, left_, options_.statement_timeout).done)
        demands = new_demands(before, read());
    }
    server_.drop_except(shared);
    return demands;
  }

  Trial run_trial(RowKind kind, const std::vector<Demand>& demands) {
    Trial trial{.kind = kind};
    auto base = server_.copy(history_);
    const auto before = prepare_rows(base, demands, trial);
    auto left = run_side(base, left_, nullptr, before);
    auto right = run_side(base, right_, nullptr, before);
    trial.left = left.outcome;
    trial.right = right.outcome;
    note_invented(left.outcome);
    note_invented(right.outcome);
    if (!trial.both_done()) return trial;
    trial.schema = compare_schemas(left.schema, right.schema, options_.ignore_column_order);
    if (!options_.compare_data) return trial;
    trial.data = compare_contents(left.contents, right.contents);
    if (!trial.data.empty()) compare_again(base, left, right, before, trial);
    return trial;
  }

  DataContents prepare_rows(const ScratchDatabase& base, const std::vector<Demand>& demands, Trial& trial) {
    auto connection = base.connect();
    put_given_rows(connection);
    if (trial.kind != RowKind::none) {
      connection.exec("SET session_replication_role = replica");  // no event trigger sees what comes and goes
      TemporaryDemands asked(connection, demands);
      trial.unfilled = fill_tables(connection, {.rows = options_.rows_per_table,
                                                .seed = options_.seed,
                                                .nulls = trial.kind == RowKind::full ? 0 : k_nulls});
      asked.remove();
    }
    auto contents = read_contents(connection);
    trial.rows = contents.rows();
    return contents;
  }

  void put_given_rows(postgres::Connection& connection) {
    const model::Script script{.file = "rows", .length = options_.rows_sql.size(), .text = options_.rows_sql};
    const migrate::ScriptText text(script, {});
    for (const auto& statement : text.statements())
      connection.exec(postgres::Sql::trusted(text.text(statement)));
  }

  // Runs a side on a copy. With `earlier`, what the same side left the last time, the columns that differ
  // between the two are masked. Roles that the side makes go with its database: the other side makes them
  // too.
  Observation run_side(const ScratchDatabase& base, const Scripts& scripts, const Observation* earlier,
                       const DataContents& before) {
    const auto shared = server_.shared_objects();
    const auto described = server_.describe_roles(shared.roles);
    Observation seen;
    {
      auto database = server_.copy(base);
      seen.outcome = run_scripts(server_, database, scripts, options_.statement_timeout);
      if (seen.outcome.done) {
        if (earlier == nullptr) seen.schema = dump_schema(server_.pg_dump(), database);
        if (options_.compare_data) read_side(database, earlier, before, seen);
      }
    }
    server_.drop_except(shared);
    if (server_.describe_roles(shared.roles) != described)
      note("roles that were there before were altered; they belong to the server, so that isn't compared");
    return seen;
  }

  static void read_side(const ScratchDatabase& database, const Observation* earlier,
                        const DataContents& before, Observation& seen) {
    auto connection = database.connect();
    seen.contents = read_contents(connection);
    if (earlier == nullptr) return;
    seen.mask = merge(find_volatile(earlier->contents, seen.contents), find_numbered(seen.contents, before));
    seen.contents = read_contents(connection, seen.mask);
  }

  // Values that change with every run can't be equal. Which ones do is measured: each side runs once more.
  void compare_again(const ScratchDatabase& base, const Observation& left, const Observation& right,
                     const DataContents& before, Trial& trial) {
    const auto left_again = run_side(base, left_, &left, before);
    const auto right_again = run_side(base, right_, &right, before);
    if (left_again.mask.empty() && right_again.mask.empty()) return;
    trial.volatile_columns = merge(left_again.mask, right_again.mask);
    trial.data = compare_masks(left_again.mask, right_again.mask);
    if (!trial.data.empty()) return;
    trial.data = compare_contents(left_again.contents, right_again.contents);
    for (auto& difference : compare_masked(left_again.contents, right_again.contents, trial.volatile_columns))
      trial.data.push_back(std::move(difference));
  }

  void note(std::string text) {
    if (std::find(proof_.notes.begin(), proof_.notes.end(), text) == proof_.notes.end())
      proof_.notes.push_back(std::move(text));
  }

  void note_invented(const RunOutcome& outcome) {
    for (const auto& role : outcome.invented_roles)
      note(fmt::format("role {} was invented: the scripts name it, and none makes it", printable(role)));
  }

  ScratchServer& server_;
  const ScratchDatabase& history_;
  const Scripts& left_;
  const Scripts& right_;
  const ProofOptions& options_;
  Proof proof_;
};

}  // namespace

Proof prove_equal(ScratchServer& server, PreparedHistory& history, const Scripts& before, const Scripts& left,
                  const Scripts& right, const ProofOptions& options) {
  Proof proof;
  if (server.pg_dump().empty()) {
    proof.obstacle = fmt::format("there is no pg_dump here that can read a PostgreSQL {} server",
                                 server.version() / 10000);
    return proof;
  }
  const auto& prepared = history.bring_to(before, options.statement_timeout);
  if (!prepared.done) {
    proof.obstacle = "what comes before doesn't run on an empty database: it " + describe(prepared);
    return proof;
  }
  return Prover(server, history.database(), left, right, options).prove(prepared);
}

Proof prove_equal(ScratchServer& server, const Scripts& before, const Scripts& left, const Scripts& right,
                  const ProofOptions& options) {
  PreparedHistory history(server);
  return prove_equal(server, history, before, left, right, options);
}

Verdict judge(const std::vector<Trial>& trials) {
  bool compared = false;
  for (const auto& trial : trials) {
    const bool row_related = (trial.left.done || trial.left.failed_on_rows()) &&
                             (trial.right.done || trial.right.failed_on_rows());
    if (!trial.left.done && !trial.right.done && !row_related) return Verdict::unproven;
    if (!trial.agrees()) return Verdict::different;
    compared = compared || trial.both_done();
  }
  return compared ? Verdict::equal : Verdict::unproven;
}

}  // namespace dunlin::rehearse
