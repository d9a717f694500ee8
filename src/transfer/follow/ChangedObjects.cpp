#include "transfer/follow/ChangedObjects.hpp"

#include <fmt/format.h>
#include <map>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

// By what people call them.
std::map<std::string, std::string> objects_of(const sqlite::Schema& schema) {
  std::map<std::string, std::string> objects;
  for (const auto& table : schema.tables)
    for (const auto& index : table.indexes)
      if (index.origin == sqlite::Index::Origin::created) objects["index " + index.name] = index.sql;
  for (const auto& trigger : schema.triggers)
    if (!trigger.name.starts_with("dunlin_capture_")) objects["trigger " + trigger.name] = trigger.sql;
  for (const auto& view : schema.views) objects["view " + view.name] = view.sql;
  return objects;
}

}  // namespace

std::vector<std::string> changed_objects(const sqlite::Schema& before, const sqlite::Schema& after) {
  const auto was = objects_of(before), is = objects_of(after);
  std::vector<std::string> changed;
  for (const auto& [name, sql] : is) {
    const auto found = was.find(name);
    if (found == was.end())
      changed.push_back(printable(name) + " is new in the source, and isn't in PostgreSQL");
    else if (found->second != sql)
      changed.push_back(printable(name) + " was changed in the source, and not in PostgreSQL");
  }
  for (const auto& [name, sql] : was)
    if (!is.contains(name))
      changed.push_back(printable(name) + " is gone from the source, and not from PostgreSQL");
  return changed;
}

}  // namespace dunlin::transfer
