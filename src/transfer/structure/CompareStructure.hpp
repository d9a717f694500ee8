#pragma once

#include <string>
#include <vector>

#include "transfer/Problem.hpp"
#include "transfer/schema/TargetSchema.hpp"
#include "transfer/structure/CatalogFacts.hpp"

namespace dunlin::transfer {

/// Holds what is there against what was promised; a Problem for each difference. Pure.
std::vector<Problem> compare_structure(const TargetSchema& promised, const CatalogFacts& found);

/// What compare_structure() says of a column whose default or expression is gone.
extern const std::string k_default_is_missing;
extern const std::string k_expression_is_missing;

/// A type as format_type() spells it: "character varying(20)" for "varchar(20)".
std::string catalog_type(const std::string& type);

}  // namespace dunlin::transfer
