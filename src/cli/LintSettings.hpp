#pragma once

#include "cli/Invocation.hpp"
#include "lint/Scene.hpp"
#include "model/Config.hpp"

namespace dunlin::cli {

/// What the linter is asked for: the command line, else [lint] of dunlin.toml, else the defaults. Throws a
/// usage Error for a rule in `off` that doesn't exist.
lint::Settings lint_settings(const Invocation& invocation, const model::Config& config);

}  // namespace dunlin::cli
