#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

void create_view(Effect& effect, const model::CreateView& statement);

/// The query with the schemas of the relations that it names.
model::Query qualified_query(const Effect& effect, const model::Query& query);

/// Columns of a relation that a query defines: their names, and what is known of `*`. Types aren't.
void give_output_columns(const Effect& effect, const std::vector<std::string>& names,
                         model::CatalogRelation& relation);

}  // namespace dunlin::lint
