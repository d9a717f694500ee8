#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

void create_type(Site& site, const model::CreateType& statement);
void alter_enum(Site& site, const model::AlterEnum& statement);
void create_domain(Site& site, const model::CreateDomain& statement);
void alter_domain(Site& site, const model::AlterDomain& statement);
/// ALTER TYPE ... ADD, DROP, ALTER ATTRIBUTE.
void alter_composite(Site& site, const model::AlterTable& statement);

}  // namespace dunlin::lint
