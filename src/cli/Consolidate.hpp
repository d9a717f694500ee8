#pragma once

#include <string>

#include "cli/AuditFiles.hpp"
#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "lint/audit/AuditReport.hpp"

namespace dunlin::cli {

/// `dunlin audit --consolidate OUT`: the last state of the files as a clean set. It is written to
/// OUT.unproven, run from there on a scratch database, and becomes OUT when that ends in the same schema and
/// rows. Returns the exit code: failed when it isn't proven, and OUT.unproven stays for a look.
int run_consolidate(const Invocation& invocation, const AuditFiles& files,
                    const lint::audit::AuditReport& report, const std::string& today, Screen& screen);

}  // namespace dunlin::cli
