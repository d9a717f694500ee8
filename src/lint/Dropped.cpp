#include "lint/Dropped.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::lint {
namespace {

using model::ObjectKind;
using model::ObjectName;
using model::Origin;
using model::QualifiedName;

template <typename Parts>
const Origin* part_origin(const Parts& parts, const std::string& name) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &found->origin;
}

template <typename Map>
const Origin* key_origin(const Map& map, const std::string& name) {
  const auto found = map.find(name);
  return found == map.end() ? nullptr : &found->second;
}

const Origin* function_origin(const model::Catalog& catalog, const ObjectName& object) {
  const auto& overloads = catalog.find_functions(object.name);
  if (!object.arguments_given) return overloads.empty() ? nullptr : &overloads.front().origin;
  std::vector<model::FunctionArgument> arguments;
  for (const model::TypeName& type : object.arguments) arguments.push_back({.name = "", .type = type});
  const model::CatalogFunction* function = catalog.find_function(object.name, arguments);
  return function == nullptr ? nullptr : &function->origin;
}

bool is_relation(ObjectKind kind) {
  return kind == ObjectKind::table || kind == ObjectKind::view || kind == ObjectKind::materialized_view ||
         kind == ObjectKind::foreign_table;
}
bool is_routine(ObjectKind kind) {
  return kind == ObjectKind::function || kind == ObjectKind::procedure || kind == ObjectKind::routine;
}
bool is_type(ObjectKind kind) {
  return kind == ObjectKind::type || kind == ObjectKind::domain;
}
bool is_part(ObjectKind kind) {
  return kind == ObjectKind::trigger || kind == ObjectKind::policy || kind == ObjectKind::rule;
}

// Kinds of which an unknown one isn't there, when the catalog is complete.
bool is_kept(ObjectKind kind) {
  return is_relation(kind) || is_routine(kind) || is_type(kind) || kind == ObjectKind::trigger ||
         kind == ObjectKind::policy || kind == ObjectKind::sequence || kind == ObjectKind::schema ||
         kind == ObjectKind::extension;
}

// Whether a statement makes the object that `wanted` names.
struct Makes {
  const model::Catalog& catalog;
  ObjectKind kind;
  const ObjectName& object;

  bool named(const QualifiedName& name) const {
    return catalog.created(name) == catalog.qualified(object.name) ||
           (name.name == object.name.name && name.schema == object.name.schema);
  }
  bool part(const std::string& name, const QualifiedName& table) const {
    return name == object.name.name && catalog.qualified(table) == catalog.qualified(object.table);
  }

  bool operator()(const model::CreateTable& made) const { return is_relation(kind) && named(made.name); }
  bool operator()(const model::CreateTableAs& made) const { return is_relation(kind) && named(made.name); }
  bool operator()(const model::CreateView& made) const { return is_relation(kind) && named(made.name); }
  bool operator()(const model::CreateFunction& made) const { return is_routine(kind) && named(made.name); }
  bool operator()(const model::CreateType& made) const { return is_type(kind) && named(made.name); }
  bool operator()(const model::CreateDomain& made) const { return is_type(kind) && named(made.name); }
  bool operator()(const model::CreateSequence& made) const {
    return kind == ObjectKind::sequence && !made.alters && named(made.name);
  }
  bool operator()(const model::CreateTrigger& made) const {
    return kind == ObjectKind::trigger && part(made.name, made.table);
  }
  bool operator()(const model::CreatePolicy& made) const {
    return kind == ObjectKind::policy && !made.alters && part(made.name, made.table);
  }
  bool operator()(const model::CreateSchema& made) const {
    return kind == ObjectKind::schema && made.name == object.name.name;
  }
  bool operator()(const model::CreateExtension& made) const {
    return kind == ObjectKind::extension && made.name == object.name.name;
  }
  bool operator()(const model::CreatePublication& made) const {
    return kind == ObjectKind::publication && !made.alters && made.name == object.name.name;
  }
  bool operator()(const model::CreateRole& made) const {
    return kind == ObjectKind::role && !made.alters && made.name == object.name.name;
  }
  bool operator()(const model::Rename& renamed) const {
    const bool alike = (is_relation(kind) && is_relation(renamed.kind)) ||
                       (is_routine(kind) && is_routine(renamed.kind)) ||
                       (is_type(kind) && is_type(renamed.kind));
    return alike && renamed.new_name == object.name.name &&
           catalog.qualified(renamed.object.name).schema == catalog.qualified(object.name).schema;
  }
  template <typename Another>
  bool operator()(const Another&) const {
    return false;
  }
};

bool takes_away(const Scene& scene, const model::Drop& drop, const ObjectName& object) {
  if (const Origin* origin = origin_of(scene.catalog(), drop.kind, object)) {
    if (is_relation(drop.kind)) {
      const model::CatalogRelation* relation = scene.relation(object.name);
      if (relation != nullptr && relation->persistence == model::Persistence::temporary) return false;
    }
    return !scene.made_in_file(*origin);
  }
  if (!drop.if_exists || !scene.catalog().complete || !is_kept(drop.kind)) return true;
  // A dump begins like this, and so does a file that makes something for the first time.
  return scene.file_index() <= 1 && !made_later(scene, drop.kind, object);
}

}  // namespace

const Origin* origin_of(const model::Catalog& catalog, ObjectKind kind, const ObjectName& object) {
  if (is_relation(kind)) {
    const model::CatalogRelation* relation = catalog.find_relation(object.name);
    return relation == nullptr ? nullptr : &relation->origin;
  }
  if (is_routine(kind)) return function_origin(catalog, object);
  if (is_type(kind)) {
    const model::CatalogType* type = catalog.find_type(object.name);
    return type == nullptr ? nullptr : &type->origin;
  }
  if (is_part(kind)) {
    const model::CatalogRelation* relation = catalog.find_relation(object.table);
    if (relation == nullptr || kind == ObjectKind::rule) return nullptr;
    return kind == ObjectKind::trigger ? part_origin(relation->triggers, object.name.name)
                                       : part_origin(relation->policies, object.name.name);
  }
  if (kind == ObjectKind::sequence) {
    const model::CatalogSequence* sequence = catalog.find_sequence(object.name);
    return sequence == nullptr ? nullptr : &sequence->origin;
  }
  if (kind == ObjectKind::schema) return key_origin(catalog.schemas, object.name.name);
  if (kind == ObjectKind::extension) return key_origin(catalog.extensions, object.name.name);
  if (kind == ObjectKind::role) return key_origin(catalog.roles, object.name.name);
  return nullptr;
}

bool made_later(const Scene& scene, ObjectKind kind, const ObjectName& object) {
  const Makes makes{scene.catalog(), kind, object};
  for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i)
    if (std::visit(makes, scene.statements()[i].command)) return true;
  return false;
}

std::vector<const ObjectName*> dropped_objects(const Scene& scene, ObjectKind kind) {
  std::vector<const ObjectName*> found;
  const auto* drop = scene.as<model::Drop>();
  if (drop == nullptr || drop->kind != kind) return found;
  for (const ObjectName& object : drop->objects)
    if (takes_away(scene, *drop, object)) found.push_back(&object);
  return found;
}

std::string shown_object(const Scene& scene, ObjectKind kind, const ObjectName& object) {
  if (is_part(kind)) return object.name.name + " of " + scene.shown(object.table);
  if (is_routine(kind)) {
    const auto& overloads = scene.catalog().find_functions(object.name);
    const model::QualifiedName name = overloads.empty() ? object.name : overloads.front().name;
    if (!object.arguments_given) return model::to_string(name);
    std::vector<std::string> types;
    for (const model::TypeName& type : object.arguments) types.push_back(model::to_string(type));
    return model::to_string(name) + "(" + join(types, ", ") + ")";
  }
  if (is_type(kind)) {
    const model::CatalogType* type = scene.catalog().find_type(object.name);
    return model::to_string(type == nullptr ? object.name : type->name);
  }
  if (is_relation(kind) || kind == ObjectKind::sequence) return scene.shown(object.name);
  return object.name.name;
}

std::string enumerated(const std::vector<std::string>& words, std::size_t most) {
  if (words.size() > most) {
    const std::vector<std::string> first(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(most));
    return join(first, ", ") + " and " + std::to_string(words.size() - most) + " more";
  }
  if (words.size() < 2) return words.empty() ? std::string() : words.front();
  return join({words.begin(), words.end() - 1}, ", ") + " and " + words.back();
}

}  // namespace dunlin::lint
