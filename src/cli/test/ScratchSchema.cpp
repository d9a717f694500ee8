#include "cli/test/ScratchSchema.hpp"

#include <chrono>
#include <cstdlib>

#include "base/Error.hpp"
#include "cli/Session.hpp"
#include "migrate/Applied.hpp"
#include "migrate/History.hpp"
#include "postgres/Cluster.hpp"
#include "rehearse/RunScripts.hpp"

namespace dunlin::cli {
namespace {

constexpr std::chrono::minutes k_statement_timeout{60};

}  // namespace

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

rehearse::ScratchServer start_scratch(const model::Config& config, int connections) {
  const char* preferred = std::getenv("DUNLIN_POSTGRES");
  const auto programs = postgres::find_server_programs(preferred != nullptr ? preferred : "");
  if (programs.empty())
    throw Error(ErrorCode::unreachable, "there is no PostgreSQL server on this machine to measure with",
                "install one (Debian: postgresql), or name its programs in DUNLIN_POSTGRES");
  return rehearse::ScratchServer::start(config.root, programs.front(), connections);
}

void apply_scripts(rehearse::ScratchServer& server, const rehearse::ScratchDatabase& database,
                   const rehearse::Scripts& scripts) {
  const auto outcome = rehearse::run_scripts(server, database, scripts, k_statement_timeout);
  if (!outcome.done)
    throw Error(ErrorCode::failed,
                "the migrations fail on the scratch database: " + rehearse::describe(outcome),
                "dunlin migrate on a development database shows more");
}

}  // namespace dunlin::cli
