#pragma once

#include <string>
#include <vector>

#include "lint/audit/AuditReport.hpp"
#include "model/Catalog.hpp"

namespace dunlin::lint::audit {

/// What `later` says otherwise than `earlier`, which is in force: a sentence for each column and for the
/// constraints. `place` is that of the later one. `last`: the table behind the last file, which may have got
/// the column another way; nullptr when it is gone.
std::vector<std::string> table_conflicts(const model::CreateTable& earlier, const model::CreateTable& later,
                                         const Place& place, const model::CatalogRelation* last);

}  // namespace dunlin::lint::audit
