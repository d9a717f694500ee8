#include "cli/Session.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <pwd.h>
#include <unistd.h>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Process.hpp"
#include "base/Text.hpp"
#include "cli/ConfigFile.hpp"
#include "migrate/CommittingProcedures.hpp"
#include "postgres/SessionSettings.hpp"
#include "revision.hpp"

extern char** environ;

namespace dunlin::cli {
namespace {

constexpr const char* k_private_database = "app";

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

postgres::Cluster start_private_cluster(const model::Config& config) {
  const char* preferred = std::getenv("DUNLIN_POSTGRES");
  const auto programs = postgres::find_server_programs(preferred != nullptr ? preferred : "");
  if (programs.empty()) {
    throw Error(
        ErrorCode::unreachable,
        "no database is configured, and there is no PostgreSQL server on this machine to start a private one",
        "say which database: --db-url, DATABASE_URL, or a url in dunlin.toml; or install a server (Debian: "
        "postgresql)");
  }
  return postgres::Cluster::start(
      {.data = postgres::project_cluster_directory(config.root), .programs = programs.front()});
}

void create_private_database(const postgres::Cluster& cluster) {
  auto maintenance = postgres::Connection::open(cluster.target("postgres"), "dunlin");
  if (maintenance.exec("SELECT 1 FROM pg_database WHERE datname = 'app'").rows() == 0)
    maintenance.exec("CREATE DATABASE app");
}

std::string application_name() {
  return fmt::format("dunlin {}@{}", ::getpid(), host_name());
}

}  // namespace

std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

model::Config load_project(const Invocation& invocation) {
  ConfigInputs inputs;
  inputs.start = std::filesystem::current_path();
  inputs.config = invocation.config;
  inputs.environment = invocation.environment;
  inputs.db_url = invocation.db_url;
  inputs.directory = invocation.directory;
  // --file, lint's files and an editor's are taken from anywhere
  const bool takes_files = invocation.command == "lint" || invocation.command == "audit";
  const bool has_files = !invocation.arguments.empty() || (invocation.command == "lint" && invocation.db_url);
  inputs.project_required = !invocation.file && invocation.command != "lsp" &&
                            invocation.command != "transfer" && invocation.command != "pack" &&
                            invocation.command != "encrypt" && invocation.command != "test" &&
                            !(takes_files && has_files);
  inputs.variables = process_environment();
  model::Config config = load_config(inputs);
  auto& policy = config.environment.policy;
  static_cast<void>(
      parse_duration(invocation.wait));  // a wrong one is said at once, not when somebody has to wait
  if (invocation.lock_timeout) policy.lock_timeout = parse_duration(*invocation.lock_timeout);
  if (invocation.lock_retries) policy.lock_retries = *invocation.lock_retries;
  if (invocation.cancel_blockers) policy.cancel_blockers = true;
  return config;
}

Target::Target(const model::Config& config) : url_(config.environment.url.reveal()) {
  if (!url_.empty()) return;
  if (config.environment.name != "development") {
    throw usage_error(
        fmt::format("environment {} has no url", config.environment.name),
        "write it into dunlin.toml ([environments." + config.environment.name +
            "] url = \"${DATABASE_URL}\"), or say --db-url; only development falls back to a private "
            "PostgreSQL");
  }
  cluster_ = start_private_cluster(config);
  url_ = cluster_->target(k_private_database);
}

postgres::Connection Target::connect() const& {
  auto open = [&] { return postgres::Connection::open(url_, application_name()); };
  std::optional<postgres::Connection> connection;
  try {
    connection = open();
  } catch (const Error& error) {
    if (!cluster_ || error.message().find("does not exist") == std::string::npos) throw;
    create_private_database(*cluster_);
    connection = open();
  }
  postgres::begin_session(*connection);
  return std::move(*connection);
}

postgres::Connection Target::connect_to_maintenance_database() const {
  if (cluster_) return postgres::Connection::open(cluster_->target("postgres"), application_name());
  return postgres::Connection::open_other_database(url_, "postgres", application_name());
}

std::string Target::shown() const {
  return cluster_ ? "the project's private PostgreSQL" : redact_connection_string(url_);
}

migrate::Actor describe_actor(const model::Config& config) {
  const struct passwd* user = ::getpwuid(::geteuid());
  migrate::Actor actor{.user = user != nullptr ? user->pw_name : std::to_string(::geteuid()),
                       .host = host_name(),
                       .pid = ::getpid(),
                       .tool_version = DUNLIN_VERSION "+" DUNLIN_REVISION};
  try {
    const auto head = run_process(
        {.argv = {"git", "-C", config.root, "rev-parse", "HEAD"}, .timeout = std::chrono::seconds(2)});
    if (head.exit_code == 0) actor.git_revision = trim(head.output);
  } catch (const Error&) {
    // No git here: the revision stays unknown.
  }
  return actor;
}

migrate::PlanContext plan_context(const model::Config& config, postgres::Connection& connection) {
  migrate::PlanContext context;
  context.script = {.max_file_size = config.max_file_size,
                    .placeholders = config.placeholders,
                    .database = connection.facts().database,
                    .root = config.root};
  context.procedure_commits = migrate::committing_procedures(connection);
  return context;
}

void require_writable(postgres::Connection& connection) {
  if (connection.facts().in_recovery)
    throw refused("this server is a read-only replica", "point the environment's url at the primary server");
  if (connection.exec("SHOW default_transaction_read_only").text(0, 0) == "on") {
    throw refused(
        "this session is read-only (default_transaction_read_only is on for the role, the database or the "
        "server)",
        "use a role that may write");
  }
}

bool confirmed(const Invocation& invocation, const std::string& question) {
  if (invocation.yes) return true;
  if (::isatty(0) == 0) return false;
  std::fprintf(stderr, "%s [y/N] ", question.c_str());
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace dunlin::cli
