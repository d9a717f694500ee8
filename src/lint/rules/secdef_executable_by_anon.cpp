#include <algorithm>

#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// Who may execute it that anybody can be; "" for nobody.
std::string open_to(const Scene& scene, const model::CatalogFunction& function) {
  if (function.public_may_execute) return "PUBLIC";
  for (const model::CatalogGrant& grant : scene.catalog().grants)
    if (grant.grantee == "anon" && grant.object == function.signature()) return "anon";
  return "";
}

void check_secdef_executable_by_anon(const Scene& scene, Reporter& report) {
  for (const JudgedStatement& statement : scene.statements()) {
    const auto* created = std::get_if<model::CreateFunction>(&statement.command);
    if (created == nullptr || created->returns.name == "trigger" || created->returns.name == "event_trigger")
      continue;
    for (const model::CatalogFunction& function : scene.catalog().find_functions(created->name)) {
      if (!function.security_definer || function.origin.line != statement.source.span.line ||
          !scene.made_in_file(function.origin) || !is_exposed(scene, function.name.schema))
        continue;
      const std::string role = open_to(scene, function);
      if (role.empty()) continue;
      model::Finding& finding = report.add_at(
          function.origin, function.signature(),
          function.signature() + " runs with its owner's rights, and " + role + " may execute it" +
              (role == "PUBLIC" ? " (the default for functions): also whoever isn't signed in" : ""));
      finding.span = statement.source.span;
    }
  }
}

}  // namespace

const Rule secdef_executable_by_anon{
    .name = "secdef-executable-by-anon",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A SECURITY DEFINER function in an exposed schema that anybody may execute",
    .why =
        "EXECUTE on a new function is PUBLIC's by default. In a schema behind an API that makes a definer "
        "function an endpoint with its owner's rights, past all row level security.",
    .advice =
        "REVOKE EXECUTE ON FUNCTION f(...) FROM PUBLIC, anon; GRANT EXECUTE ... TO the role that needs it; "
        "in the same file. Or put the function into a schema that isn't exposed.",
    .file = check_secdef_executable_by_anon};

}  // namespace dunlin::lint::rules
