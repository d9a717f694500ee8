#pragma once

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// The arguments that a caller gives (not OUT and TABLE): they tell overloads apart.
std::vector<model::FunctionArgument> input_arguments(const std::vector<model::FunctionArgument>& arguments);

/// The function that CREATE OR REPLACE replaces; nullptr when it makes a new one.
const model::CatalogFunction* replaced_function(const Scene& scene, const model::CreateFunction& create);

/// "public.f(integer, text)" of a function that is being made.
std::string signature_of(const Scene& scene, const model::CreateFunction& create);

}  // namespace dunlin::lint
