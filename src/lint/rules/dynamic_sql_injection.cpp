#include "lint/UnquotedSql.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_dynamic_sql_injection(const Scene& scene, Reporter& report) {
  const auto* function = scene.as<model::CreateFunction>();
  if (function == nullptr || function->name.schema == "pg_temp") return;
  for (const UnquotedPart& part : unquoted_parts(scene)) {
    if (part.argument.empty()) continue;
    const std::string name = to_string(scene.catalog().created(function->name));
    model::Finding& finding =
        report.add(name,
                   "argument " + part.argument + " of " + name +
                       " is put into dynamic SQL as it is: who calls it decides " + "what runs" +
                       (function->security_definer ? ", with the rights of the function's owner" : ""),
                   part.place);
    if (function->security_definer) finding.severity = model::Severity::error;
  }
}

}  // namespace

const Rule dynamic_sql_injection{
    .name = "dynamic-sql-injection",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "An argument becomes part of dynamic SQL without quoting",
    .why =
        "EXECUTE 'x' || argument, and %s of format(), take the argument as SQL: a caller ends the string and "
        "goes on with statements of their own. In a SECURITY DEFINER function these run with its owner's "
        "rights.",
    .advice =
        "EXECUTE format('... %I ... ', name_of_something) USING value; %I quotes names, %L literals, and "
        "USING "
        "passes values without quoting. Types such as regclass and integer are safe as they are.",
    .statement = check_dynamic_sql_injection};

}  // namespace dunlin::lint::rules
