#include "lint/Renamed.hpp"

#include "lint/Dropped.hpp"

namespace dunlin::lint {
namespace {

using model::ObjectKind;
using model::Rename;

bool is_part(ObjectKind kind) {
  return kind == ObjectKind::column || kind == ObjectKind::constraint || kind == ObjectKind::attribute;
}

std::string old_name_of(const Rename& rename) {
  return is_part(rename.kind) ? rename.old_name : rename.object.name.name;
}

// Both are columns of one table, tables of one schema, ...
bool same_place(const Scene& scene, const Rename& a, const Rename& b) {
  if (a.kind != b.kind) return false;
  if (is_part(a.kind)) {
    const bool of_table = a.kind == ObjectKind::column || a.kind == ObjectKind::constraint;
    return of_table ? scene.shown(a.object.table) == scene.shown(b.object.table)
                    : a.object.name == b.object.name && a.object.table == b.object.table;
  }
  return scene.catalog().qualified(a.object.name).schema == scene.catalog().qualified(b.object.name).schema;
}

bool column_in_use(const Scene& scene, const Rename& rename) {
  if (!scene.is_live(rename.object.table)) {
    const model::CatalogRelation* view = scene.relation(rename.object.table);
    if (view == nullptr || !view->is_view() || scene.made_in_file(view->origin)) return false;
  }
  const model::CatalogRelation* table = scene.relation(rename.object.table);
  const model::CatalogColumn* column = table == nullptr ? nullptr : table->find_column(rename.old_name);
  return column == nullptr || !scene.made_in_file(column->origin);
}

}  // namespace

bool is_in_use(const Scene& scene, ObjectKind kind, const model::ObjectName& object) {
  const model::CatalogRelation* relation = scene.relation(object.name);
  const bool relations = kind == ObjectKind::table || kind == ObjectKind::view ||
                         kind == ObjectKind::materialized_view || kind == ObjectKind::foreign_table;
  if (relations && relation != nullptr && relation->persistence == model::Persistence::temporary)
    return false;
  const model::Origin* origin = origin_of(scene.catalog(), kind, object);
  return origin == nullptr || !scene.made_in_file(*origin);
}

bool was_given_away(const Scene& scene, const Rename& rename, const std::string& name) {
  for (std::size_t i = 0; i < scene.index(); ++i) {
    const auto* earlier = std::get_if<Rename>(&scene.statements()[i].command);
    if (earlier != nullptr && same_place(scene, *earlier, rename) && old_name_of(*earlier) == name)
      return true;
  }
  return false;
}

bool keeps_old_name(const Scene& scene, const Rename& rename) {
  for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
    const JudgedStatement& later = scene.statements()[i];
    if (later.unit != scene.statement().unit) return false;
    const auto* other = std::get_if<Rename>(&later.command);
    if (other != nullptr && same_place(scene, *other, rename) && other->new_name == old_name_of(rename))
      return true;
  }
  return !is_part(rename.kind) && made_later(scene, rename.kind, rename.object);
}

const Rename* noticed_rename(const Scene& scene, ObjectKind kind) {
  const auto* rename = scene.as<Rename>();
  if (rename == nullptr || rename->kind != kind) return nullptr;
  const bool used = kind == ObjectKind::column       ? column_in_use(scene, *rename)
                    : kind == ObjectKind::constraint ? scene.is_live(rename->object.table)
                                                     : is_in_use(scene, kind, rename->object);
  if (!used || keeps_old_name(scene, *rename) || was_given_away(scene, *rename, rename->new_name))
    return nullptr;
  return rename;
}

}  // namespace dunlin::lint
