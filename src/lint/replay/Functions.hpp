#pragma once

#include <functional>

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

void create_function(Site& site, const model::CreateFunction& statement);
void alter_function(Site& site, const model::AlterFunction& statement);

/// Drops the function with these argument types, or all of the name where none were given. With `cascade`
/// also triggers, policies and defaults that call it.
void drop_function(Site& site, const model::ObjectName& object, bool cascade);
void drop_functions_named(Site& site, const model::QualifiedName& name);
/// Drops functions that take or return the type (or the rows of the table) of this name.
void drop_functions_with(Site& site, const model::QualifiedName& type);

/// Drops the functions for which `gone` is true.
void erase_functions(Site& site, const std::function<bool(const model::CatalogFunction&)>& gone);

/// The functions that a statement means: that with these argument types, or all of the name.
std::vector<model::CatalogFunction*> functions_for(Site& site, const model::ObjectName& object);

/// Gives one overload, or all, another name or schema.
void move_function(Site& site, const model::ObjectName& object, const std::string& schema,
                   const std::string& name);

}  // namespace dunlin::lint
