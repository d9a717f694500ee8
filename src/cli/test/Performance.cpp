#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <optional>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/SqlFile.hpp"
#include "cli/TestOutput.hpp"
#include "cli/test/PerformanceReport.hpp"
#include "cli/test/PerformanceToml.hpp"
#include "cli/test/ScratchSchema.hpp"
#include "cli/test/TestRuns.hpp"
#include "cli/test/Tests.hpp"
#include "migrate/load/Project.hpp"
#include "trial/performance/Contest.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

trial::PerformanceContract load_contract(const Invocation& invocation, const model::Config& config) {
  const std::string file =
      invocation.file ? *invocation.file : (fs::path(config.root) / config.test.performance).string();
  if (!invocation.file && !fs::exists(file))
    throw usage_error(fmt::format("there are no budgets: {} isn't there", printable(file)),
                      "write which queries have to stay fast (docs/testing.md), or say --file FILE");
  auto contract = read_performance_toml(read_file(file), file, config.environment.pool_size);
  if (invocation.size) contract.size = *invocation.size;
  if (invocation.clients) contract.clients = *invocation.clients;
  if (invocation.sessions) contract.sessions = *invocation.sessions;
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

// Both sides have their sessions open at once; a few are for the work around them.
int connections_for(const trial::PerformanceContract& contract) {
  return std::max(100, 2 * std::min(contract.sessions, contract.clients) + 20);
}

// Nothing is applied where "before" was to come from: what the generator fills isn't there.
std::string missing_before(const trial::PerformanceContract& contract, const rehearse::Scripts& old,
                           const model::Config& config) {
  if (!contract.before.empty() || !old.migrations.empty()) return "";
  return fmt::format(
      "no migration is applied in {}, so the schema before is an empty one: before = \"VERSION\" in the "
      "budgets "
      "names the last migration before the change",
      printable(config.environment.name));
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
                                         const trial::PerformanceContract& contract, const Invocation& shown,
                                         Screen& screen) {
  const rehearse::Scripts all{config, migrate::load_migrations(config)};
  const rehearse::Scripts old =
      contract.before.empty() ? applied_scripts(all, config) : scripts_up_to(all, contract.before);
  if (old.migrations.size() == all.migrations.size())
    note_beside_report("nothing is pending: before and after are the same schema", shown, screen);
  const std::string no_before = missing_before(contract, old, config);
  if (!no_before.empty()) note_beside_report(no_before, shown, screen);
  rehearse::ScratchServer server = start_scratch(config, connections_for(contract));
  const rehearse::ScratchDatabase before = server.create();
  apply_scripts(server, before, old);
  screen.live("making rows");
  try {
    generate_rows(before, config, contract);
  } catch (Error& error) {
    if (!no_before.empty()) error.set_hint(no_before);
    throw;
  }
  const rehearse::ScratchDatabase after = server.copy(before);
  screen.live("running the pending migrations");
  apply_scripts(server, after, all);
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
  Invocation shown = invocation;
  shown.output.reset();  // it is a folder here, and no report's file
  const auto measured = run_contest(config, contract, shown, screen);
  const fs::path folder =
      invocation.output ? fs::path(*invocation.output) : fs::path(config.root) / "reports" / "performance";
  write_performance_report(folder, measured, contract);
  show_test_report({.document = performance_document(measured, contract),
                    .json = performance_json(measured, contract).set("report", folder.string()),
                    .run = performance_run(measured)},
                   shown, screen);
  note_beside_report("report and plans: " + printable(folder.string()), shown, screen);
  const bool kept =
      std::all_of(measured.begin(), measured.end(), [](const auto& one) { return one.broken.empty(); });
  return kept ? 0 : static_cast<int>(ErrorCode::findings);
}

}  // namespace dunlin::cli
