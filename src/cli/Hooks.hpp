#pragma once

#include <functional>
#include <string>

#include "migrate/StepRun.hpp"
#include "model/Config.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// Runs one hook: a .sql file in a transaction of its own on our session, or a command line in the project's
/// folder. `migration` is known to a command as DUNLIN_MIGRATION. Does nothing for "". Throws a failed Error
/// that names the hook.
void run_hook(postgres::Connection& connection, const model::Config& config, const std::string& hook,
              const std::string& when, const std::string& migration = {});

/// The hooks before and after each migration; empty when there are none, so that migrations can be sent
/// ahead.
std::function<void(migrate::HookPoint, const model::Step&)> migration_hooks(postgres::Connection& connection,
                                                                            const model::Config& config);

}  // namespace dunlin::cli
