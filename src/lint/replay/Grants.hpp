#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

/// GRANT, REVOKE and ALTER DEFAULT PRIVILEGES.
void grant(Site& site, const model::Grant& statement);

/// What ALTER DEFAULT PRIVILEGES gives to a new object.
void grant_defaults(Site& site, model::CatalogFunction& function);
void grant_defaults(Site& site, model::ObjectKind kind, const model::QualifiedName& object);

}  // namespace dunlin::lint
