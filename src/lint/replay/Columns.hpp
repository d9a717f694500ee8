#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

/// The column that a definition makes, without its constraints. serial becomes an integer with a default.
model::CatalogColumn made_column(const Site& site, const model::Column& column);

/// The sequence of a serial or identity column; serial draws its default from it.
void make_column_sequence(Site& site, const model::CatalogRelation& relation, model::CatalogColumn& column);

void add_column(Site& site, model::CatalogRelation& relation, const model::AlterAction& action);
struct DropColumnContext {
  bool only = false;
  bool cascade = false;  ///< views that name the column go too
};
void drop_column(Site& site, model::CatalogRelation& relation, const std::string& column,
                 DropColumnContext context);

/// CASCADE takes a default along that needs what is dropped: `name` as a word in it; "": anything of a schema
/// or an extension.
void forget_defaults(Site& site, const std::string& name);

/// An ALTER, or a DROP ... CASCADE, whose text is put together when it runs may have changed any column.
void forget_altered(Site& site, const model::DynamicSql& statement);

/// The actions of ALTER COLUMN that change what we know of a column, in its children too unless `only`.
void alter_column(Site& site, model::CatalogRelation& relation, const model::AlterAction& action, bool only);

}  // namespace dunlin::lint
