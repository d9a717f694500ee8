#include "lint/DataLoss.hpp"

#include "lint/Dropped.hpp"

namespace dunlin::lint {
namespace {

struct Loss {
  const Scene& scene;

  std::string operator()(const model::Drop& drop) const {
    using enum model::ObjectKind;
    if (drop.kind == database || drop.kind == owned || (drop.kind == schema && drop.cascade))
      return drop.objects.empty() ? std::string() : "everything in " + drop.objects.front().name.name;
    if (drop.kind != table) return {};
    const auto tables = dropped_objects(scene, drop.kind);
    return tables.empty() ? std::string() : "rows of " + scene.shown(tables.front()->name);
  }
  std::string operator()(const model::AlterTable& alter) const {
    if (alter.kind != model::ObjectKind::table || !scene.is_live(alter.name)) return {};
    const model::CatalogRelation* table = scene.relation(alter.name);
    for (const model::AlterAction& action : alter.actions) {
      if (action.kind != model::AlterKind::drop_column) continue;
      const model::CatalogColumn* column = table == nullptr ? nullptr : table->find_column(action.name);
      if (column == nullptr ? !action.if_exists : !scene.made_in_file(column->origin))
        return "column " + action.name + " of " + scene.shown(alter.name);
    }
    return {};
  }
  std::string operator()(const model::Truncate& truncate) const {
    for (const model::QualifiedName& table : truncate.tables)
      if (scene.is_live(table)) return "rows of " + scene.shown(table);
    return {};
  }
  std::string operator()(const model::Dml& dml) const {
    const bool writes = dml.kind == model::DmlKind::delete_;
    return writes && scene.is_live(dml.target) ? "rows of " + scene.shown(dml.target) : std::string();
  }
  template <typename Another>
  std::string operator()(const Another&) const {
    return {};
  }
};

}  // namespace

std::string lost_by(const Scene& scene) {
  return std::visit(Loss{scene}, scene.statement().command);
}

}  // namespace dunlin::lint
