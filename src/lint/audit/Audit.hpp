#pragma once

#include <vector>

#include "lint/File.hpp"
#include "lint/Scene.hpp"
#include "lint/audit/AuditReport.hpp"

namespace dunlin::lint::audit {

/// Looks at all files in their order without running any: replays them into a catalog, so that it knows what
/// is there at each statement and behind the last. Also counts what the linter finds with `settings`.
AuditReport audit(const std::vector<File>& files, const Settings& settings);

}  // namespace dunlin::lint::audit
