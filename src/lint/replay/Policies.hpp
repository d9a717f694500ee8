#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

/// CREATE POLICY and ALTER POLICY.
void create_policy(Site& site, const model::CreatePolicy& statement);
void create_trigger(Site& site, const model::CreateTrigger& statement);
void create_rule(Site& site, const model::CreateRule& statement);

}  // namespace dunlin::lint
