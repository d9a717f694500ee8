#include "lint/Overloads.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::lint {

std::vector<model::FunctionArgument> input_arguments(const std::vector<model::FunctionArgument>& arguments) {
  std::vector<model::FunctionArgument> inputs;
  std::copy_if(
      arguments.begin(), arguments.end(), std::back_inserter(inputs),
      [](const model::FunctionArgument& argument) { return argument.mode != 'o' && argument.mode != 't'; });
  return inputs;
}

const model::CatalogFunction* replaced_function(const Scene& scene, const model::CreateFunction& create) {
  const model::Catalog& catalog = scene.catalog();
  const auto overloads = catalog.functions.find(catalog.created(create.name));
  if (overloads == catalog.functions.end()) return nullptr;
  const auto made = input_arguments(create.arguments);
  for (const model::CatalogFunction& function : overloads->second) {
    const auto known = input_arguments(function.arguments);
    if (std::equal(known.begin(), known.end(), made.begin(), made.end(), [&](const auto& a, const auto& b) {
          return model::same_type(a.type, catalog.qualified(b.type));
        }))
      return &function;
  }
  return nullptr;
}

std::string signature_of(const Scene& scene, const model::CreateFunction& create) {
  std::vector<std::string> types;
  for (const model::FunctionArgument& argument : input_arguments(create.arguments))
    types.push_back(model::to_string(argument.type));
  return model::to_string(scene.catalog().created(create.name)) + "(" + join(types, ", ") + ")";
}

}  // namespace dunlin::lint
