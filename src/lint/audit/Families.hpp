#pragma once

#include <vector>

#include "lint/audit/Definitions.hpp"

namespace dunlin::lint::audit {

/// Functions of the last state that have different names and the same arguments, result and body. Of trigger
/// functions the statements that leave one of them are given: `definitions` knows how the triggers were
/// written.
std::vector<FunctionFamily> find_families(const model::Catalog& last, const Definitions& definitions);

/// Names with several argument lists.
std::vector<Overload> find_overloads(const model::Catalog& last);

/// A trigger's CREATE TRIGGER with another function; "" when the text isn't one.
std::string with_function(const std::string& trigger, const model::QualifiedName& function);

}  // namespace dunlin::lint::audit
