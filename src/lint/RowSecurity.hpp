#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// The schema can be reached through an API (settings().exposed_schemas).
bool is_exposed(const Scene& scene, const std::string& schema);

/// True where clients reach the database as roles of their own, so that row level security is what keeps them
/// apart: some table has it or a policy, a role anon or authenticated is known or granted something, or the
/// file is a Supabase project's.
bool relies_on_row_security(const Scene& scene);

/// A role that anybody can have has been granted something on the object.
bool is_granted_to_open_role(const Scene& scene, const std::string& object);

/// A later statement of the file takes SELECT on the relation away from anon and authenticated.
bool is_revoked_later(const Scene& scene, const model::QualifiedName& relation);

/// The policy that a finding names as its part is still there behind the last file. Rule::remains of rules
/// about policies.
bool policy_remains(const Scene& scene, const model::Finding& finding);

/// A role that anybody can have: PUBLIC, anon, authenticated.
bool is_open_role(std::string_view role);
bool has_open_role(const std::vector<std::string>& roles);

/// The commands that a policy for `command` covers: "all" is the four of them.
bool covers(const std::string& policy_command, std::string_view command);

/// Calls that a policy makes for each row though the query has only one answer to them: auth.uid() and its
/// like, current_setting(), and the project's own STABLE functions that get no column; outermost only. A call
/// alone in a (SELECT ...) is made once.
std::vector<model::FunctionCall> calls_per_row(const Scene& scene, const model::Expression& expression);

/// The relation at the end of the file, when the file's statements left it known in full.
const model::CatalogRelation* known_table(const Scene& scene, const model::QualifiedName& name);

/// True when a statement of the file that is put together at run time has these words, in lower case, in its
/// constant parts: what it did to which table isn't known.
bool dynamic_sql_says(const Scene& scene, std::string_view words);

}  // namespace dunlin::lint
