#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

/// Gives an object another qualified name, also wherever another object refers to it. Its indexes and owned
/// sequences follow a table into another schema.
void move_relation(Effect& effect, const model::QualifiedName& from, const model::QualifiedName& to);
void move_index(Effect& effect, const model::QualifiedName& from, const model::QualifiedName& to);
void move_sequence(Effect& effect, const model::QualifiedName& from, const model::QualifiedName& to);
void move_type(Effect& effect, const model::QualifiedName& from, const model::QualifiedName& to);
/// A schema with everything in it.
void move_schema(Effect& effect, const std::string& from, const std::string& to);

/// Renames an index and the constraint that it belongs to.
void rename_index(Effect& effect, const model::QualifiedName& index, const std::string& name);

}  // namespace dunlin::lint
