#pragma once

#include <optional>
#include <string>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "migrate/MakePlan.hpp"
#include "migrate/RunRecord.hpp"
#include "model/Config.hpp"
#include "postgres/Cluster.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// The project's configuration as the command line, the environment and dunlin.toml have it.
model::Config load_project(const Invocation& invocation);

/// The database that an environment means: its URL, or a database of the project's private PostgreSQL, which
/// is started for as long as this lives.
class Target {
 public:
  explicit Target(const model::Config& config);

  /// A session with our settings applied. Throws an unreachable Error.
  postgres::Connection connect() const&;
  postgres::Connection connect() && = delete;  ///< a private server ends with its Target
  /// The same on another database of that server, for making and dropping ours.
  postgres::Connection connect_to_maintenance_database() const;
  const std::string& url() const { return url_; }
  /// For people: without a password.
  std::string shown() const;
  bool is_private() const { return cluster_.has_value(); }

 private:
  std::optional<postgres::Cluster> cluster_;
  std::string url_;
};

/// Who we are, for the run's record.
migrate::Actor describe_actor(const model::Config& config);
std::string host_name();

/// How scripts of this project are opened, and what the database knows about procedures. The connection must
/// outlive the context.
migrate::PlanContext plan_context(const model::Config& config, postgres::Connection& connection);

/// Refuses a replica and a read-only session before anything is tried.
void require_writable(postgres::Connection& connection);

/// Asks a yes/no question on the terminal. Without a terminal the answer is no; with --yes it is yes.
bool confirmed(const Invocation& invocation, const std::string& question);

}  // namespace dunlin::cli
