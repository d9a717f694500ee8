#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

/// GRANT, REVOKE and ALTER DEFAULT PRIVILEGES.
void grant(Effect& effect, const model::Grant& statement);

/// What ALTER DEFAULT PRIVILEGES gives to a new object.
void grant_defaults(Effect& effect, model::CatalogFunction& function);
void grant_defaults(Effect& effect, model::ObjectKind kind, const model::QualifiedName& object);

}  // namespace dunlin::lint
