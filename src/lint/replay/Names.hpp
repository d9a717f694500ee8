#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// `first`_`second`_`label` as PostgreSQL makes names of indexes, constraints and sequences: the longer of
/// the first two is cut until all fits into 63 bytes (makeObjectName in src/backend/commands/indexcmds.c).
std::string object_name(std::string_view first, std::string_view second, std::string_view label);

/// What PostgreSQL calls a new relation, index or sequence: object_name() with label, label1, label2, ...
/// until it is free in the schema (ChooseRelationName). A constraint's index avoids names of constraints too.
std::string choose_relation_name(const model::Catalog& catalog, const std::string& schema,
                                 std::string_view first, std::string_view second, std::string_view label,
                                 bool constraint);

/// The same for a constraint without an index (ChooseConstraintName).
std::string choose_constraint_name(const model::Catalog& catalog, const std::string& schema,
                                   std::string_view first, std::string_view second, std::string_view label);

/// "a_b_c" of the columns a, b, c, as it gets into names.
std::string joined_names(const std::vector<std::string>& columns);

}  // namespace dunlin::lint
