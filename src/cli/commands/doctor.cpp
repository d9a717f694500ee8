#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "migrate/History.hpp"
#include "migrate/Lease.hpp"
#include "migrate/Repair.hpp"
#include "migrate/load/Project.hpp"
#include "postgres/SessionSettings.hpp"
#include "transfer/prepare/ServerChecks.hpp"

namespace dunlin::cli {
namespace {

// One line of the examination.
struct Check {
  bool good = true;
  std::string what;
  std::string found;
};

std::vector<Check> examine_project(const model::Config& config) {
  std::vector<Check> checks;
  checks.push_back({true, "configuration", config.file ? *config.file : "none (the folder was recognised)"});
  checks.push_back(
      {true, "layout", fmt::format("{} in {}", model::to_string(config.dialect), config.migrations)});
  const auto files = migrate::load_migrations(config);
  checks.push_back({!files.empty(), "files", counted(files.size(), "migration")});
  return checks;
}

std::vector<Check> examine_server(postgres::Connection& connection) {
  const auto& facts = connection.facts();
  std::vector<Check> checks;
  const int major = facts.version / 10000;
  checks.push_back({major >= 14 && major <= 18, "server",
                    fmt::format("PostgreSQL {}.{}{}", major, facts.version % 10000,
                                major < 14 || major > 18 ? " (dunlin is tested with 14 to 18)" : "")});
  checks.push_back({!facts.in_recovery, "writable", facts.in_recovery ? "no: this is a replica" : "yes"});
  checks.push_back({!facts.pooled, "connection",
                    facts.pooled
                        ? "through a connection pooler: CONCURRENTLY statements need a direct connection"
                        : "direct"});
  const auto may = connection.exec(
      "SELECT has_database_privilege(current_database(), 'CREATE') OR to_regnamespace('dunlin') IS NOT NULL");
  checks.push_back({may.boolean(0, 0), "ledger",
                    may.boolean(0, 0) ? "can be kept in schema dunlin"
                                      : fmt::format("role {} may not create schemas here", facts.user)});
  return checks;
}

// A change that builds indexes and views needs about a fifth of the database once more.
constexpr std::uint64_t k_growth_divisor = 5;

std::vector<Check> examine_capacity(postgres::Connection& connection, const model::Config& config) {
  const auto facts = transfer::read_server_facts(connection, config.transfer.schema);
  std::vector<Check> checks{{true, "size", transfer::describe_size(facts.database_size)}};
  // A server for development may do without durability and without TLS.
  const auto bad = config.environment.name == "development" ? transfer::CheckState::refused
                                                            : transfer::CheckState::warning;
  for (const auto& check :
       transfer::check_capacity(facts, config.environment.pool_size, facts.database_size / k_growth_divisor))
    checks.push_back(
        {check.state < bad, check.name, check.result + (check.hint.empty() ? "" : "; " + check.hint)});
  return checks;
}

std::vector<Check> examine_ledger(postgres::Connection& connection) {
  std::vector<Check> checks;
  const auto history = migrate::read_history(connection);
  if (!history.installed) return checks;
  const auto broken = migrate::find_broken_link(connection);
  checks.push_back({broken == 0, "chain",
                    broken == 0 ? fmt::format("{}, intact", counted(history.entries.size(), "ledger row"))
                                : fmt::format("broken at entry {}", broken)});
  if (const auto* open = history.open_entry())
    checks.push_back({false, "half applied", open->version.text + "_" + open->name});
  if (const auto holder = migrate::find_lease_holder(connection, host_name())) {
    checks.push_back({!holder->orphan, "lease",
                      fmt::format("held by pid {} ({})", holder->pid, printable(holder->application))});
  }
  return checks;
}

}  // namespace

int run_doctor(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  auto checks = examine_project(config);
  const Target target(config);
  auto connection = target.connect();
  checks.push_back({true, "database", fmt::format("{} ({})", connection.facts().database, target.shown())});
  for (auto& check : examine_server(connection)) checks.push_back(std::move(check));
  for (auto& check : examine_capacity(connection, config)) checks.push_back(std::move(check));
  for (auto& check : examine_ledger(connection)) checks.push_back(std::move(check));
  for (const auto& [name, value] : postgres::session_settings(connection.server_version()))
    checks.push_back({true, "sets", fmt::format("{} = {}", name, value)});
  const auto& policy = config.environment.policy;
  checks.push_back({true, "sets",
                    fmt::format("lock_timeout = {}, for each statement that others could queue behind",
                                describe_duration(policy.lock_timeout))});
  checks.push_back({true, "sets",
                    fmt::format("lock_timeout = {} for CONCURRENTLY statements",
                                describe_duration(policy.concurrent_timeout))});
  Json out = Json::array();
  bool good = true;
  for (const auto& check : checks) {
    good = good && check.good;
    out.add(Json::object().set("ok", check.good).set("check", check.what).set("found", check.found));
    screen.line(fmt::format("{} {:<14} {}",
                            screen.styled(check.good ? "ok" : "!!", check.good ? Style::good : Style::bad),
                            check.what, printable(check.found)));
  }
  screen.json(Json::object().set("healthy", good).set("checks", out));
  return good ? 0 : static_cast<int>(ErrorCode::findings);
}

}  // namespace dunlin::cli
