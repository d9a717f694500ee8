#pragma once

#include <string>
#include <vector>

#include "base/Hash.hpp"
#include "integration/Server.hpp"
#include "migrate/Executor.hpp"
#include "migrate/History.hpp"
#include "migrate/LedgerSchema.hpp"
#include "migrate/MakePlan.hpp"
#include "migrate/PlanRollback.hpp"
#include "migrate/RunRecord.hpp"

namespace dunlin::test {

inline model::Migration migration(const std::string& version, const std::string& up,
                                  const std::string& down = "") {
  model::Migration migration;
  migration.version = model::parse_version(version);
  migration.name = "m" + version;
  migration.up = {.file = version + ".sql", .text = up};
  migration.checksum = sha256(up);
  if (!down.empty()) migration.rollback = model::Rollback{.script = {.file = version + ".sql", .text = down}};
  return migration;
}

/// A test that migrates a database of its own, without a project's files.
class RunTest : public DatabaseTest {
 protected:
  RunTest() { migrate::install_ledger(connection_); }

  model::Run migrate(const std::vector<model::Migration>& migrations, int window = 1) {
    const auto history = migrate::read_history(connection_);
    return execute(migrate::make_plan(migrations, history, {}, {}), history, window);
  }
  model::Run roll_back(const migrate::RollbackSelection& selection = {}) {
    const auto history = migrate::read_history(connection_);
    return execute(migrate::plan_rollback(connection_, {}, history, selection, {}), history);
  }
  model::Run execute(const model::Plan& plan, const model::History& history, int window = 1) {
    const auto run = migrate::begin_run(connection_, "test", {.user = "tester", .host = "here"}, "", true);
    return migrate::execute(connection_, plan, history,
                            {.policy = {.lock_retries = 0}, .window = window, .run = run, .target = target()},
                            {});
  }
  static std::string outcome(const model::Run& run) {
    return model::to_string(run.outcome) + (run.error ? ": " + run.error->message() : "");
  }
};

}  // namespace dunlin::test
