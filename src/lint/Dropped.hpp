#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// Where the catalog knows an object from; nullptr when it doesn't know it, or doesn't keep that kind.
const model::Origin* origin_of(const model::Catalog& catalog, model::ObjectKind kind,
                               const model::ObjectName& object);

/// A later statement of the file makes an object of that kind and name: by CREATE, or by renaming another.
bool made_later(const Scene& scene, model::ObjectKind kind, const model::ObjectName& object);

/// The objects of that kind that the statement takes away from others: not those that the file made itself,
/// nor those that IF EXISTS names for the case only. An object that isn't known is taken to exist.
std::vector<const model::ObjectName*> dropped_objects(const Scene& scene, model::ObjectKind kind);

/// "public.users", "public.f(integer)", "rule_name of public.users": as messages name the object.
std::string shown_object(const Scene& scene, model::ObjectKind kind, const model::ObjectName& object);

/// "a, b, c and 4 more".
std::string enumerated(const std::vector<std::string>& words, std::size_t most = 6);

}  // namespace dunlin::lint
