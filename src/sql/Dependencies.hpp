#pragma once

#include <string_view>
#include <vector>

#include "sql/IndexStatement.hpp"

namespace dunlin::sql {

/// The relations, functions and types that a statement creates, as it names them: the object of CREATE TABLE,
/// VIEW, MATERIALIZED VIEW, FUNCTION, PROCEDURE, AGGREGATE, SEQUENCE, TYPE, DOMAIN. Empty for other
/// statements and for text that PostgreSQL 15's grammar can't read.
std::vector<QualifiedName> created_objects(std::string_view statement);

/// The relations, functions and types that a statement uses, without those that it creates: in queries,
/// column types, defaults, foreign keys, triggers and policies, and in the bodies of functions (a body in SQL
/// by its parse tree; another by its words where an object's name can stand, which may find too much, never
/// too little). Meant for ordering files by what they need: compare with what other files create. Empty for
/// text that can't be read.
std::vector<QualifiedName> referenced_relations(std::string_view statement);

}  // namespace dunlin::sql
