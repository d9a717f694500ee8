#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "migrate/Lease.hpp"
#include "migrate/StepRun.hpp"
#include "model/Config.hpp"
#include "model/Plan.hpp"
#include "model/Run.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// The right to change the target, from the lease to the end of the run: takes the lease and installs the
/// ledger when it is made; every run begins and ends with its row in dunlin.run.
class Writing {
 public:
  /// Throws an Error with code lock_timeout that names who has the lease.
  Writing(postgres::Connection& connection, const model::Config& config, const Invocation& invocation,
          Screen& screen);

  /// Runs a plan with hooks, progress and record.
  model::Run execute(const std::string& url, const model::Plan& plan, const model::History& history);
  /// The same on another session, whose search_path says where the objects go.
  model::Run execute_on(postgres::Connection& session, const std::string& url, const model::Plan& plan,
                        const model::History& history);

  /// How plans are executed here, as run `run`.
  migrate::ExecuteOptions options(const std::string& url, std::int64_t run) const;

  /// Begins the record of a run that executes no plan (repair, adopt) and returns its id.
  std::int64_t begin();
  void finish(const model::Run& run);

 private:
  postgres::Connection& connection_;
  const model::Config& config_;
  const Invocation& invocation_;
  Screen& screen_;
  std::optional<migrate::Lease> lease_;
};

}  // namespace dunlin::cli
