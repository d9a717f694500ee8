#include "lint/audit/AuditReport.hpp"

#include <algorithm>

namespace dunlin::lint::audit {

std::string to_string(const Place& place) {
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

std::string_view to_string(DefinitionEffect effect) {
  switch (effect) {
    case DefinitionEffect::creates: return "creates";
    case DefinitionEffect::replaces: return "replaces";
    case DefinitionEffect::nothing: return "nothing";
    case DefinitionEffect::fails: return "fails";
  }
  return "";
}

bool RepeatedObject::differs() const {
  return std::any_of(definitions.begin(), definitions.end(),
                     [](const Definition& definition) { return !definition.difference.empty(); });
}

bool RepeatedObject::is_conflict() const {
  return std::any_of(definitions.begin(), definitions.end(), [&](const Definition& definition) {
    return definition.effect == DefinitionEffect::fails ||
           (definition.effect == DefinitionEffect::nothing && differs());
  });
}

std::size_t AuditReport::problems() const {
  const auto conflicts = std::count_if(repeated.begin(), repeated.end(),
                                       [](const RepeatedObject& object) { return object.is_conflict(); });
  const auto stopping = std::count_if(early_uses.begin(), early_uses.end(),
                                      [](const EarlyUse& use) { return !use.when_called; });
  return static_cast<std::size_t>(conflicts + stopping) + hidden_columns.size() + open_definers.size();
}

}  // namespace dunlin::lint::audit
