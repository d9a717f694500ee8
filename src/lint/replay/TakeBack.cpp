#include "lint/replay/TakeBack.hpp"

#include <algorithm>

#include "lint/replay/Columns.hpp"
#include "lint/replay/Constraints.hpp"
#include "lint/replay/Drops.hpp"
#include "lint/replay/Functions.hpp"
#include "lint/replay/Indexes.hpp"

namespace dunlin::lint {
namespace {

using model::CatalogRelation;
using model::QualifiedName;

class TakeBack {
 public:
  TakeBack(model::Catalog& catalog, const std::set<std::size_t>& files)
      : catalog_(catalog), files_(files), site_{catalog, nowhere_, {}, false} {}

  void run() {
    for (const QualifiedName& name : made_in(catalog_.relations)) drop_relation(site_, name, true);
    erase_functions(site_, [this](const auto& function) { return is_mine(function.origin); });
    for (auto& [name, relation] : catalog_.relations) take_parts(relation);
    for (const QualifiedName& name : made_in(catalog_.indexes)) drop_index(site_, name);
    for (const QualifiedName& name : made_in(catalog_.sequences)) catalog_.sequences.erase(name);
    for (const QualifiedName& name : made_in(catalog_.types)) catalog_.types.erase(name);
    const auto mine = [this](const auto& entry) { return is_mine(entry.second); };
    std::erase_if(catalog_.schemas, mine);
    std::erase_if(catalog_.extensions, mine);
    std::erase_if(catalog_.roles, mine);
    std::erase_if(catalog_.grants, [this](const auto& grant) { return is_mine(grant.origin); });
    std::erase_if(catalog_.default_grants, [this](const auto& one) { return is_mine(one.grant.origin); });
  }

 private:
  bool is_mine(const model::Origin& origin) const { return files_.contains(origin.file_index); }

  template <typename Map>
  std::vector<QualifiedName> made_in(const Map& map) const {
    std::vector<QualifiedName> names;
    for (const auto& [name, object] : map)
      if (is_mine(object.origin)) names.push_back(name);
    return names;
  }

  template <typename Part>
  std::vector<std::string> names_of_mine(const std::vector<Part>& parts) const {
    std::vector<std::string> names;
    for (const Part& part : parts)
      if (is_mine(part.origin)) names.push_back(part.name);
    return names;
  }

  void take_parts(CatalogRelation& relation) {
    const auto mine = [this](const auto& part) { return is_mine(part.origin); };
    std::erase_if(relation.policies, mine);
    std::erase_if(relation.triggers, mine);
    for (const std::string& name : names_of_mine(relation.constraints))
      drop_constraint(site_, relation, name);
    if (!relation.is_view())
      for (const std::string& name : names_of_mine(relation.columns)) drop_column(site_, relation, name, {});
    for (model::CatalogColumn& column : relation.columns)
      for (auto& [fact, origin] : column.altered)
        if (origin && is_mine(*origin)) origin.reset();
    if (is_mine(relation.row_security_origin)) relation.row_security = relation.force_row_security = false;
  }

  model::Catalog& catalog_;
  const std::set<std::size_t>& files_;
  model::Origin nowhere_;
  Site site_;
};

}  // namespace

void take_back(model::Catalog& catalog, const std::set<std::size_t>& files) {
  TakeBack(catalog, files).run();
}

}  // namespace dunlin::lint
