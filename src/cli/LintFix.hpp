#pragma once

#include "cli/Invocation.hpp"
#include "cli/LintFiles.hpp"
#include "cli/Screen.hpp"
#include "lint/Lint.hpp"
#include "model/Config.hpp"

namespace dunlin::cli {

/// `dunlin lint --fix`: rewrites the judged files so that findings with edits go away. Each file's fix is
/// shown as a diff and proven: original and fixed run on scratch databases, with rows, behind the files
/// before them, and must end in the same schema and the same rows. Files that are applied to the environment,
/// and fixes that aren't proven, are left as they are, and said so. Returns the exit code: findings when
/// something that could be fixed was left.
int run_fix(const Invocation& invocation, const model::Config& config, const LintFiles& files,
            const lint::Request& request, Screen& screen);

}  // namespace dunlin::cli
