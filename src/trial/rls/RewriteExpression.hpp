#pragma once

#include <set>
#include <string>

namespace dunlin::trial {

/// What a rewrite has to know beside the text.
struct RewriteContext {
  std::string table;                   ///< the policy's table as pg_get_expr names it in subqueries
  std::set<std::string> stable_calls;  ///< functions without arguments that have one answer a query: auth.uid
};

/// A policy's condition (as pg_get_expr writes it) in a form that is decided once a query, not once a row:
/// calls that don't depend on the row become `( SELECT call)`, membership by a correlated EXISTS or by IN
/// becomes `= ANY (ARRAY(SELECT ...))`. Equal text when there is nothing to do, or where it isn't understood.
/// Whether it means the same is for the matrix to prove.
std::string rewrite_expression(const std::string& expression, const RewriteContext& context);

}  // namespace dunlin::trial
