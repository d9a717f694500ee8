#pragma once

#include <string>
#include <vector>

#include "model/Catalog.hpp"
#include "model/Lock.hpp"

namespace dunlin::lint {

/// What a statement does to one relation: the strongest lock that it takes there, and what it does with the
/// rows.
struct Effect {
  std::string relation;  ///< qualified
  model::LockLevel lock = model::LockLevel::none;
  model::Cost cost = model::Cost::metadata;
  bool known = true;   ///< false: the form isn't in the truth table, the lock is assumed
  std::string reason;  ///< "parent of the foreign key", "default partition"; "" for the target itself
  friend bool operator==(const Effect&, const Effect&) = default;
};

/// Locks and costs by relation, from the truth table of that server version (lint/truth) and what the catalog
/// knows about the objects (types, foreign keys, partitions, constraints that prove something). Relations
/// that the catalog doesn't know are taken to exist. Strongest lock first.
std::vector<Effect> effects_of(const model::Command& command, const model::Catalog& catalog, int major,
                               bool utc = true);

/// The effect on that relation, or nullptr.
const Effect* find_effect(const std::vector<Effect>& effects, const std::string& relation);

}  // namespace dunlin::lint
