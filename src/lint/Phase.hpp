#pragma once

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// The file says that it is the contract phase of a change (`-- Phase: contract` in its head): the code that
/// needed what it takes away is no longer in use.
bool is_contract_phase(const File& file);

/// What a rule about broken callers says in such a file: a warning instead of its error.
model::Severity by_phase(const Scene& scene, model::Severity severity);

}  // namespace dunlin::lint
