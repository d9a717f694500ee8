#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

void create_type(Effect& effect, const model::CreateType& statement);
void alter_enum(Effect& effect, const model::AlterEnum& statement);
void create_domain(Effect& effect, const model::CreateDomain& statement);
void alter_domain(Effect& effect, const model::AlterDomain& statement);
/// ALTER TYPE ... ADD, DROP, ALTER ATTRIBUTE.
void alter_composite(Effect& effect, const model::AlterTable& statement);

}  // namespace dunlin::lint
