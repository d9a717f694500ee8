#pragma once

#include <optional>
#include <string>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// The CHECK expression that says of a row what the bound says: "at IS NOT NULL AND at >= '2026-01-01' AND
/// at < '2026-02-01'". For ranges of one column and for lists; nothing for others, which a CHECK that people
/// would write doesn't prove.
std::optional<std::string> bound_check(const model::PartitionKey& key, const model::PartitionBound& bound);

/// ATTACH needn't read the table: a valid CHECK of it says what the bound says, and its key is not null.
/// `parent` may be nullptr when it isn't known.
bool proves_bound(const model::CatalogRelation& table, const model::CatalogRelation* parent,
                  const model::PartitionBound& bound);

/// No row of the default partition belongs into the bound, by a valid CHECK of it.
bool excludes_bound(const model::CatalogRelation& fallback, const model::CatalogRelation& parent,
                    const model::PartitionBound& bound);

}  // namespace dunlin::lint
