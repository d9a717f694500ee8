#include "lint/UnquotedSql.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_dynamic_sql_unquoted(const Scene& scene, Reporter& report) {
  for (const UnquotedPart& part : unquoted_parts(scene))
    if (part.argument.empty())
      report.add("", part.text + " is put into dynamic SQL without quoting", part.place);
}

}  // namespace

const Rule dynamic_sql_unquoted{
    .name = "dynamic-sql-unquoted",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A variable becomes part of dynamic SQL without quoting",
    .why =
        "A name with upper case letters, a space or a quote breaks the statement or makes it another one. "
        "Names that the catalog gives (r.tablename) are chosen by whoever may create tables.",
    .advice = "format('... %I', name), quote_ident(name), quote_literal(value), or EXECUTE ... USING value.",
    .statement = check_dynamic_sql_unquoted};

}  // namespace dunlin::lint::rules
