#include "lint/Effects.hpp"
namespace dunlin::lint {
std::vector<Effect> effects_of(const model::Command&, const model::Catalog&, int) {
  return {};
}
const Effect* find_effect(const std::vector<Effect>& effects, const std::string& relation) {
  for (const auto& e : effects)
    if (e.relation == relation) return &e;
  return nullptr;
}
}  // namespace dunlin::lint
