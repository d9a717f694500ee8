#pragma once

// Declares every rule of rules.inc, each defined in its own file of this folder.
#include "lint/Rule.hpp"
#include "lint/Scene.hpp"

namespace dunlin::lint::rules {

#define RULE(name) extern const Rule name;
#include "lint/rules/rules.inc"
#undef RULE

}  // namespace dunlin::lint::rules
