#pragma once

#include <string>
#include <vector>

#include "lint/audit/AuditReport.hpp"
#include "model/Catalog.hpp"

namespace dunlin::lint::audit {

LastState count_objects(const model::Catalog& last);
/// Indexes that hold the same as another, or the beginning of another.
std::vector<Remark> needless_indexes(const model::Catalog& last);
/// Tables of these schemas without row level security; partitions and extensions' tables left out.
std::vector<Remark> tables_without_rls(const model::Catalog& last, const std::vector<std::string>& schemas);
/// Functions that run with their owner's rights and take the caller's search_path.
std::vector<Remark> open_definers(const model::Catalog& last);

}  // namespace dunlin::lint::audit
