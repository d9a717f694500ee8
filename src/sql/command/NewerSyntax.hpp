#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/command/Expression.hpp"

namespace dunlin::sql {

/// Forms of PostgreSQL 16-18 that the grammar of 15 doesn't know, and where they stand.
struct NewerForms {
  std::vector<std::size_t> not_enforced;  ///< NOT ENFORCED (18)
  std::vector<std::size_t>
      not_null_constraint;  ///< [CONSTRAINT name] NOT NULL column as a table constraint (18): the NOT
  std::vector<model::Range>
      virtual_expression;  ///< GENERATED ALWAYS AS (...) VIRTUAL (18): what is in the parentheses
  std::vector<std::size_t> set_expression;  ///< SET EXPRESSION AS (...) (17): the SET
  bool empty() const {
    return not_enforced.empty() && not_null_constraint.empty() && virtual_expression.empty() &&
           set_expression.empty();
  }
};

/// A text of the same length that PostgreSQL 15 can read, with every other byte at its place.
struct OlderText {
  std::string text;
  NewerForms forms;
};

/// Replaces what it knows of newer syntax by older words; `forms` is empty when there was nothing to replace.
OlderText as_older_text(std::string_view statement);

}  // namespace dunlin::sql
