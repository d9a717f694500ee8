#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

/// ALTER ... RENAME of anything, with everything that refers to it by name.
void rename(Site& site, const model::Rename& statement);

/// ALTER ... SET SCHEMA.
void set_schema(Site& site, const model::SetSchema& statement);

}  // namespace dunlin::lint
