#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

void create_table(Site& site, const model::CreateTable& statement);
void create_table_as(Site& site, const model::CreateTableAs& statement);
void alter_table(Site& site, const model::AlterTable& statement);

/// Where a new relation of this name goes: temporary ones into "pg_temp".
model::QualifiedName created_relation(const Site& site, const model::QualifiedName& name,
                                      model::Persistence persistence);
/// True when a table, view, index or sequence has the name.
bool relation_exists(const model::Catalog& catalog, const model::QualifiedName& name);

}  // namespace dunlin::lint
