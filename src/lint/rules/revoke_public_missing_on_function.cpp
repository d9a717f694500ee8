#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_revoke_public_missing_on_function(const Scene& scene, Reporter& report) {
  for (const JudgedStatement& statement : scene.statements()) {
    const auto* created = std::get_if<model::CreateFunction>(&statement.command);
    if (created == nullptr || created->returns.name == "trigger" || created->returns.name == "event_trigger")
      continue;
    for (const model::CatalogFunction& function : scene.catalog().find_functions(created->name)) {
      if (!function.public_may_execute || function.origin.line != statement.source.span.line ||
          !scene.made_in_file(function.origin) || !is_exposed(scene, function.name.schema))
        continue;
      model::Finding& finding =
          report.add_at(function.origin, function.signature(),
                        "PUBLIC may execute " + function.signature() + ", as by default everybody may");
      finding.span = statement.source.span;
    }
  }
}

}  // namespace

const Rule revoke_public_missing_on_function{
    .name = "revoke-public-missing-on-function",
    .family = 'I',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A function in an exposed schema that PUBLIC may execute",
    .why =
        "Functions are the one kind of object that is open to everybody when it is made (docs, 5.7). A "
        "schema behind an API offers each of them as an endpoint.",
    .advice =
        "REVOKE EXECUTE ON FUNCTION f(...) FROM PUBLIC; and GRANT it to those who need it; or once for all: "
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC.",
    .file = check_revoke_public_missing_on_function};

}  // namespace dunlin::lint::rules
