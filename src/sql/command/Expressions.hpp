#pragma once

#include "sql/command/Names.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::sql {

/// An expression's tree; its text is that of `range`.
model::Expression expression_of(const Node* node, const Source& source, model::Range range);
/// SELECT, INSERT, UPDATE, DELETE, MERGE or VALUES.
model::Query query_of(const Node* node, const Source& source);
/// A query's outermost WHERE, or nullptr.
const Node* where_of(const Node* query);

}  // namespace dunlin::sql
