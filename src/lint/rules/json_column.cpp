#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string json_column_words(const DefinedColumn& column) {
  return column.type.name == "json"
             ? column.name + " of " + column.table +
                   " is json: it has no =, so that DISTINCT, GROUP BY and UNION over it fail"
             : std::string();
}

void check_json_column(const Scene& scene, Reporter& report) {
  report_columns(scene, report, json_column_words);
}

}  // namespace

const Rule json_column{
    .name = "json-column",
    .family = 'C',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A column of type json",
    .why =
        "json is kept as text: each access parses it again, it can't be indexed by its contents, and queries "
        "with SELECT DISTINCT that used to work fail with 42883 as soon as a json column is added.",
    .advice =
        "jsonb. json is right only where the text itself has to come back, with its spaces, the order of its "
        "keys and keys that appear twice.",
    .statement = check_json_column};

}  // namespace dunlin::lint::rules
