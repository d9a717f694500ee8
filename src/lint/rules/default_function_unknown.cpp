#include "lint/ConstraintUnits.hpp"
#include "lint/DefaultFunctions.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_default_function_unknown(const Scene& scene, Reporter& report) {
  const model::AlterTable* alter = live_alter(scene);
  if (alter == nullptr) return;
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::add_column || !action.column || !action.column->default_value)
      continue;
    const model::Expression& value = *action.column->default_value;
    if (default_volatility(scene, value) != DefaultVolatility::unknown) continue;
    const std::string table = scene.shown(alter->name);
    const std::string function = undecided_function(scene, value);
    const bool known =
        !scene.catalog().find_functions(scene.catalog().qualified(value.calls.front().name)).empty();
    report.add(
        table,
        "the new column " + action.name + " of " + table + " takes its default from " + function +
            (known ? ", a VOLATILE function in SQL: unless PostgreSQL can inline it to a constant, the "
                     "table is rewritten"
                   : ", which isn't known here: if it is VOLATILE, as functions are unless they say "
                     "otherwise, the table is rewritten"),
        action.range);
  }
}

}  // namespace

const Rule default_function_unknown{
    .name = "default-function-unknown",
    .family = 'C',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "ADD COLUMN with a default from a function of which it isn't known whether it is VOLATILE",
    .why =
        "A VOLATILE default is written into every row under ACCESS EXCLUSIVE, any other is kept in the "
        "catalog. "
        "Measured: a VOLATILE function in PL/pgSQL rewrites the table; one in SQL that PostgreSQL inlines to "
        "a "
        "constant doesn't.",
    .advice =
        "Declare the function STABLE or IMMUTABLE if it is; or lint with the database's catalog (--env); or "
        "add "
        "the column without it, SET DEFAULT for new rows, and fill it in batches.",
    .statement = check_default_function_unknown};

}  // namespace dunlin::lint::rules
