#include <chrono>
#include <filesystem>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Seeding.hpp"
#include "cli/Session.hpp"
#include "cli/SqlFile.hpp"

namespace dunlin::cli {

void load_seed(postgres::Connection& connection, const model::Config& config, const Invocation& invocation,
               Screen& screen) {
  const bool own_file = invocation.command == "seed" && invocation.file;
  const std::string file = own_file ? *invocation.file : config.seed;
  if (file.empty() || !std::filesystem::exists(file)) {
    throw usage_error(file.empty() ? "this project has no seed" : fmt::format("there is no file {}", file),
                      "write seed.sql in the project's folder, or say --file FILE");
  }
  const auto start = std::chrono::steady_clock::now();
  run_sql_file(connection, config, file);
  const auto duration = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - start);
  screen.note(fmt::format("loaded {} in {}", file, describe_duration(duration)));
}

int run_seed(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  const Target target(config);
  auto connection = target.connect();
  require_writable(connection);
  load_seed(connection, config, invocation, screen);
  screen.json(Json::object().set("outcome", "done"));
  return 0;
}

}  // namespace dunlin::cli
