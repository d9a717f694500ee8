#pragma once

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// The object (of which the statement takes the name away) was there before the file: others may be using it.
bool is_in_use(const Scene& scene, model::ObjectKind kind, const model::ObjectName& object);

/// An earlier RENAME of the file, of the same kind and in the same place, gave `name` away: this is the other
/// half of a swap.
bool was_given_away(const Scene& scene, const model::Rename& rename, const std::string& name);

/// Between this statement and the end of its transaction something of the old name is made: a view, a
/// function, or another object is renamed to it. So nobody sees the moment without it.
bool keeps_old_name(const Scene& scene, const model::Rename& rename);

/// A rename of that kind that others will notice.
const model::Rename* noticed_rename(const Scene& scene, model::ObjectKind kind);

}  // namespace dunlin::lint
