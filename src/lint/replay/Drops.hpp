#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

void drop(Effect& effect, const model::Drop& statement);

/// Drops a table or view with what can't be without it: indexes, sequences, partitions, foreign keys to it,
/// views on it.
/// With `cascade` also the defaults that draw from its sequences.
void drop_relation(Effect& effect, const model::QualifiedName& name, bool cascade = false);

}  // namespace dunlin::lint
