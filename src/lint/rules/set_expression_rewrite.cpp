#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_set_expression_rewrite(const Scene& scene, Reporter& report) {
  const model::AlterTable* alter = live_alter(scene);
  if (alter == nullptr || scene.settings().major < 17) return;
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::set_expression) continue;
    const auto* known = scene.relation(alter->name);
    const auto* column = known == nullptr ? nullptr : known->find_column(action.name);
    if (column != nullptr && column->generated != model::Generated::stored) continue;
    const std::string table = scene.shown(alter->name);
    report.add(table,
               "SET EXPRESSION computes " + action.name + " anew for every row: " + table +
                   " and all its indexes are rewritten while nobody else can read or write it",
               action.range);
  }
}

}  // namespace

const Rule set_expression_rewrite{
    .name = "set-expression-rewrite",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN ... SET EXPRESSION of a stored generated column, on a table in use",
    .why =
        "A stored column has its values in the rows: with another expression all of them are written anew "
        "under "
        "ACCESS EXCLUSIVE (PostgreSQL 17 and newer; earlier ones don't have the statement).",
    .advice =
        "Add a second column that new rows fill by a trigger, fill the others in batches, and let the two "
        "change "
        "names when it is complete. On 18 a VIRTUAL column changes its expression for free.",
    .statement = check_set_expression_rewrite};

}  // namespace dunlin::lint::rules
