#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

/// The column that a definition makes, without its constraints. serial becomes an integer with a default.
model::CatalogColumn made_column(const Effect& effect, const model::Column& column);

/// The sequence of a serial or identity column.
void make_column_sequence(Effect& effect, const model::CatalogRelation& relation, const std::string& column);

void add_column(Effect& effect, model::CatalogRelation& relation, const model::AlterAction& action);
void drop_column(Effect& effect, model::CatalogRelation& relation, const std::string& column, bool only);

/// The actions of ALTER COLUMN that change what we know of a column, in its children too unless `only`.
void alter_column(Effect& effect, model::CatalogRelation& relation, const model::AlterAction& action,
                  bool only);

}  // namespace dunlin::lint
