#include "lint/Publications.hpp"

#include <algorithm>

namespace dunlin::lint {

std::string publication_of(const model::Catalog& catalog, const model::QualifiedName& table) {
  for (const auto& [name, tables] : catalog.publications) {
    const bool all = tables.size() == 1 && tables.front().name == "*";
    if (all || std::find(tables.begin(), tables.end(), table) != tables.end()) return name;
  }
  return {};
}

bool has_replica_identity(const model::CatalogRelation& table) {
  if (table.replica_identity == "nothing") return false;
  return table.replica_identity != "default" || table.primary_key() != nullptr;
}

}  // namespace dunlin::lint
