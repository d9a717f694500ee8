#pragma once

#include <string>
#include <vector>

#include "lint/File.hpp"
#include "lint/audit/AuditReport.hpp"

namespace dunlin::lint::audit {

/// What is odd about the files themselves: numbers given twice or left out, files without one among numbered
/// ones, names that promise an order which nothing keeps ("final", "v2", "fix_fix"), copies of each other.
std::vector<Remark> file_order(const std::vector<File>& files);

}  // namespace dunlin::lint::audit
