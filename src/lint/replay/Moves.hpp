#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

/// Gives an object another qualified name, also wherever another object refers to it. Its indexes and owned
/// sequences follow a table into another schema.
void move_relation(Site& site, const model::QualifiedName& from, const model::QualifiedName& to);
void move_index(Site& site, const model::QualifiedName& from, const model::QualifiedName& to);
void move_sequence(Site& site, const model::QualifiedName& from, const model::QualifiedName& to);
void move_type(Site& site, const model::QualifiedName& from, const model::QualifiedName& to);
/// A schema with everything in it.
void move_schema(Site& site, const std::string& from, const std::string& to);

/// Renames an index and the constraint that it belongs to.
void rename_index(Site& site, const model::QualifiedName& index, const std::string& name);

}  // namespace dunlin::lint
