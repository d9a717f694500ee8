#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <optional>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/SqlFile.hpp"
#include "cli/test/PerformanceReport.hpp"
#include "cli/test/PerformanceToml.hpp"
#include "cli/test/Tests.hpp"
#include "migrate/Applied.hpp"
#include "migrate/History.hpp"
#include "migrate/load/Project.hpp"
#include "postgres/Cluster.hpp"
#include "rehearse/RunScripts.hpp"
#include "rehearse/ScratchServer.hpp"
#include "report/Text.hpp"
#include "trial/performance/Contest.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes k_statement_timeout{60};

trial::PerformanceContract load_contract(const Invocation& invocation, const model::Config& config) {
  const std::string file =
      invocation.file ? *invocation.file : (fs::path(config.root) / config.test.performance).string();
  if (!invocation.file && !fs::exists(file))
    throw usage_error(fmt::format("there are no budgets: {} isn't there", printable(file)),
                      "write which queries have to stay fast (docs/testing.md), or say --file FILE");
  auto contract = read_performance_toml(read_file(file), file, config.environment.pool_size);
  if (invocation.size) contract.size = *invocation.size;
  if (invocation.clients) contract.clients = *invocation.clients;
  if (contract.generate.empty()) return contract;
  fs::path generate = fs::path(config.root) / contract.generate;
  if (!fs::exists(generate)) generate = fs::path(file).parent_path() / contract.generate;
  if (!fs::exists(generate))
    throw usage_error(fmt::format("the generator {} isn't there", printable(contract.generate)),
                      "its path is from the project's folder, or from that of " + printable(file));
  contract.generate = generate.string();
  return contract;
}

// The migrations up to a version.
rehearse::Scripts scripts_up_to(const rehearse::Scripts& all, const std::string& version) {
  const auto last = std::find_if(all.migrations.begin(), all.migrations.end(), [&](const auto& migration) {
    return migration.version.text == version || model::label(migration) == version;
  });
  if (last == all.migrations.end())
    throw usage_error(fmt::format("there is no migration {}", printable(version)),
                      "before names the last version that is there before the change");
  return {all.config, {all.migrations.begin(), last + 1}};
}

// The migrations that the target has.
rehearse::Scripts applied_scripts(const rehearse::Scripts& all, const model::Config& config) {
  const Target target(config);
  auto connection = target.connect();
  const auto history = migrate::read_history(connection);
  const migrate::Applied applied(history);
  rehearse::Scripts scripts{all.config, {}};
  for (const auto& migration : all.migrations) {
    const bool there = migration.repeatable ? history.last_repeatable(migration.name) != nullptr
                                            : applied.find(migration.version) != nullptr ||
                                                  applied.covered_by_baseline(migration.version);
    if (there) scripts.migrations.push_back(migration);
  }
  return scripts;
}

rehearse::ScratchServer start_scratch(const model::Config& config) {
  const char* preferred = std::getenv("DUNLIN_POSTGRES");
  const auto programs = postgres::find_server_programs(preferred != nullptr ? preferred : "");
  if (programs.empty())
    throw Error(ErrorCode::unreachable, "there is no PostgreSQL server on this machine to measure with",
                "install one (Debian: postgresql), or name its programs in DUNLIN_POSTGRES");
  return rehearse::ScratchServer::start(config.root, programs.front());
}

void apply(rehearse::ScratchServer& server, const rehearse::ScratchDatabase& database,
           const rehearse::Scripts& scripts) {
  const auto outcome = rehearse::run_scripts(server, database, scripts, k_statement_timeout);
  if (!outcome.done)
    throw Error(ErrorCode::failed,
                "the migrations fail on the scratch database: " + rehearse::describe(outcome),
                "dunlin migrate on a development database shows more");
}

void generate_rows(const rehearse::ScratchDatabase& database, const model::Config& config,
                   const trial::PerformanceContract& contract) {
  auto connection = database.connect();
  connection.exec("SELECT set_config('dunlin.size', $1, false)", {std::to_string(contract.size)});
  if (!contract.generate.empty()) run_sql_file(connection, config, contract.generate);
}

// Both sides are measured with fresh statistics and visibility maps.
void settle(const rehearse::ScratchDatabase& database) {
  auto connection = database.connect();
  connection.exec("VACUUM (ANALYZE)");
}

std::vector<trial::Measured> run_contest(const model::Config& config,
                                         const trial::PerformanceContract& contract, Screen& screen) {
  const rehearse::Scripts all{config, migrate::load_migrations(config)};
  const rehearse::Scripts old =
      contract.before.empty() ? applied_scripts(all, config) : scripts_up_to(all, contract.before);
  if (old.migrations.size() == all.migrations.size())
    screen.note("nothing is pending: before and after are the same schema");
  rehearse::ScratchServer server = start_scratch(config);
  const rehearse::ScratchDatabase before = server.create();
  apply(server, before, old);
  screen.live("making rows");
  generate_rows(before, config, contract);
  const rehearse::ScratchDatabase after = server.copy(before);
  screen.live("running the pending migrations");
  apply(server, after, all);
  settle(before);
  settle(after);
  auto measured = trial::measure(before.target(), after.target(), contract, [&](const std::string& name) {
    screen.live("measuring " + printable(name));
  });
  screen.live("");
  return measured;
}

}  // namespace

int test_performance(const Invocation& invocation, const model::Config& config, Screen& screen) {
  const trial::PerformanceContract contract = load_contract(invocation, config);
  const auto measured = run_contest(config, contract, screen);
  const fs::path folder =
      invocation.output ? fs::path(*invocation.output) : fs::path(config.root) / "reports" / "performance";
  write_performance_report(folder, measured, contract);
  screen.json(performance_json(measured, contract).set("report", folder.string()));
  screen.line(
      trim(report::write_text(performance_document(measured, contract),
                              {screen.options().color, static_cast<std::size_t>(screen.options().width)})));
  screen.note(fmt::format("report and plans: {}", printable(folder.string())));
  const bool kept =
      std::all_of(measured.begin(), measured.end(), [](const auto& one) { return one.broken.empty(); });
  return kept ? 0 : static_cast<int>(ErrorCode::findings);
}

}  // namespace dunlin::cli
