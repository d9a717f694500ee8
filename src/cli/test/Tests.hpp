#pragma once

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "model/Config.hpp"

namespace dunlin::cli {

/// `dunlin test rls`: who reaches which rows.
int test_rls(const Invocation& invocation, const model::Config& config, Screen& screen);
/// `dunlin test security`: what SQL and the project's files say about privileges, settings and secrets.
int test_security(const Invocation& invocation, const model::Config& config, Screen& screen);

/// `dunlin test performance`: named queries before and after the pending migrations.
int test_performance(const Invocation& invocation, const model::Config& config, Screen& screen);

}  // namespace dunlin::cli
