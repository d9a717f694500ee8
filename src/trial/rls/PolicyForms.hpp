#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trial/rls/RewriteExpression.hpp"
#include "trial/rls/TableFacts.hpp"

namespace dunlin::trial {

/// Another way to write a policy: what makes it, and what takes it back.
struct PolicyForm {
  std::string kind;  ///< "once a query", "a policy for each role", "helper function": a JSON contract
  std::vector<std::string> statements;
  std::vector<std::string> undo;
  std::string roles;  ///< that are named in it, as in Policy; "": it leaves them as they are
  friend bool operator==(const PolicyForm&, const PolicyForm&) = default;
};

/// ALTER POLICY with these conditions; "" leaves one as it is.
std::string altered(const Policy& policy, const std::string& using_sql, const std::string& check_sql);

/// Calls and lists that don't depend on the row, decided once a query (see rewrite_expression).
std::optional<PolicyForm> once_a_query(const Policy& policy, const RewriteContext& context);

/// `role is admin OR own row` as two policies: one TO that role, which is true, and one that is left with the
/// rest. What a query is asked for is then decided by who asks, not once for every row. Nothing for a role
/// that the policy doesn't hold for: it would get rows that it never had.
std::optional<PolicyForm> a_policy_for_each_role(const Policy& policy);

/// The list of a condition `x = ANY (ARRAY( SELECT ...))`: "ARRAY( SELECT m.org FROM app.members m ...)". The
/// first one, if the condition has one that may run as somebody else: one that asks who it runs as may not.
std::optional<std::string> find_list(const std::string& condition);

/// The list as a function that runs as its owner, so that no policy of the table that it reads is asked for
/// each row: STABLE, its search_path fixed, for the roles of the policy only. `by_lists` is the policy with
/// qualified names (read with an empty search_path), `list` is of its USING, `type` is that of the array.
PolicyForm with_helper_function(const Policy& policy, const Policy& by_lists, const std::string& list,
                                const std::string& type);

}  // namespace dunlin::trial
