#pragma once

#include "cli/Invocation.hpp"
#include "lint/Scene.hpp"

namespace dunlin::cli {

/// What the linter is asked for: the command line's profile and PostgreSQL version, else the defaults.
lint::Settings lint_settings(const Invocation& invocation);

}  // namespace dunlin::cli
