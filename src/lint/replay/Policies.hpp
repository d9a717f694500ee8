#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

/// CREATE POLICY and ALTER POLICY.
void create_policy(Effect& effect, const model::CreatePolicy& statement);
void create_trigger(Effect& effect, const model::CreateTrigger& statement);
void create_rule(Effect& effect, const model::CreateRule& statement);

}  // namespace dunlin::lint
