#include "cli/Hooks.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Process.hpp"
#include "base/Text.hpp"
#include "cli/SqlFile.hpp"

namespace dunlin::cli {

void run_hook(postgres::Connection& connection, const model::Config& config, const std::string& hook,
              const std::string& when, const std::string& migration) {
  if (hook.empty()) return;
  if (hook.ends_with(".sql"))
    return run_sql_file(connection, config, (std::filesystem::path(config.root) / hook).string());
  const auto result = run_process({.argv = {"/bin/sh", "-c", hook},
                                   .environment = {{"DUNLIN_HOOK", when}, {"DUNLIN_MIGRATION", migration}},
                                   .directory = config.root});
  if (result.exit_code == 0) return;
  Error error(ErrorCode::failed,
              fmt::format("the hook {} ended with exit code {}: {}", when, result.exit_code, printable(hook)),
              "what ran before it is journaled; run the command again when it works");
  error.set_fact("detail", std::string(trim(result.output)));
  throw error;
}

std::function<void(migrate::HookPoint, const model::Step&)> migration_hooks(postgres::Connection& connection,
                                                                            const model::Config& config) {
  if (config.hooks.before_migration.empty() && config.hooks.after_migration.empty()) return {};
  return [&connection, &config](migrate::HookPoint point, const model::Step& step) {
    const bool before = point == migrate::HookPoint::before_migration;
    run_hook(connection, config, before ? config.hooks.before_migration : config.hooks.after_migration,
             before ? "before_migration" : "after_migration", label(step.migration));
  };
}

}  // namespace dunlin::cli
