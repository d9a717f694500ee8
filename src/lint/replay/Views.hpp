#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

void create_view(Site& site, const model::CreateView& statement);

/// The query with the schemas of the relations that it names.
model::Query qualified_query(const Site& site, const model::Query& query);

/// Columns of a relation that a query defines: their names, and what is known of `*`. Types aren't.
void give_output_columns(const Site& site, const std::vector<std::string>& names,
                         model::CatalogRelation& relation);

}  // namespace dunlin::lint
