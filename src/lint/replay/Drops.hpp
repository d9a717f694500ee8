#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

void drop(Site& site, const model::Drop& statement);

/// Drops a table or view with what can't be without it: indexes, sequences, partitions, foreign keys to it,
/// views on it.
/// With `cascade` also the defaults that draw from its sequences.
void drop_relation(Site& site, const model::QualifiedName& name, bool cascade = false);

}  // namespace dunlin::lint
