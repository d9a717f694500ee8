#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

/// ALTER ... RENAME of anything, with everything that refers to it by name.
void rename(Effect& effect, const model::Rename& statement);

/// ALTER ... SET SCHEMA.
void set_schema(Effect& effect, const model::SetSchema& statement);

}  // namespace dunlin::lint
