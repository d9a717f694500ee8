#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"
#include "lint/SplitFix.hpp"

namespace dunlin::lint {

/// What surrounds an ATTACH so that it reads no table while it holds locks: CHECK constraints that say what
/// the bound says, on the table (unless it is `empty`) and on the default partition, validated before and
/// dropped behind. `attach` are the statements of the unit that attaches. Empty when the bound can't be said
/// as a CHECK, or something isn't known.
std::vector<UnitText> proven_attach_units(const Scene& scene, const model::CatalogRelation& parent,
                                          const model::QualifiedName& table, bool empty,
                                          const model::PartitionBound& bound,
                                          std::vector<std::string> attach);

}  // namespace dunlin::lint
