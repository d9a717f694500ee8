#pragma once

#include <functional>

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

void create_function(Effect& effect, const model::CreateFunction& statement);
void alter_function(Effect& effect, const model::AlterFunction& statement);

/// Drops the function with these argument types, or all of the name where none were given. With `cascade`
/// also triggers, policies and defaults that call it.
void drop_function(Effect& effect, const model::ObjectName& object, bool cascade);
void drop_functions_named(Effect& effect, const model::QualifiedName& name);
/// Drops functions that take or return the type (or the rows of the table) of this name.
void drop_functions_with(Effect& effect, const model::QualifiedName& type);

/// Drops the functions for which `gone` is true.
void erase_functions(Effect& effect, const std::function<bool(const model::CatalogFunction&)>& gone);

/// The functions that a statement means: that with these argument types, or all of the name.
std::vector<model::CatalogFunction*> functions_for(Effect& effect, const model::ObjectName& object);

/// Gives one overload, or all, another name or schema.
void move_function(Effect& effect, const model::ObjectName& object, const std::string& schema,
                   const std::string& name);

}  // namespace dunlin::lint
