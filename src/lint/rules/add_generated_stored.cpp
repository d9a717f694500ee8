#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_add_generated_stored(const Scene& scene, Reporter& report) {
  const model::AlterTable* alter = live_alter(scene);
  if (alter == nullptr) return;
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::add_column || !action.column ||
        action.column->generated != model::Generated::stored)
      continue;
    const std::string table = scene.shown(alter->name);
    model::Finding& finding =
        report.add(table,
                   "the new stored column " + action.name + " is computed for every row: " + table +
                       " and all its indexes are written anew while nobody else can read or write it",
                   action.range);
    if (scene.settings().major >= 18)
      finding.fix.advice +=
          " From PostgreSQL 18 on a VIRTUAL column costs nothing to add: it is computed when it "
          "is read, and can't be indexed.";
  }
}

}  // namespace

const Rule add_generated_stored{
    .name = "add-generated-stored",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ADD COLUMN ... GENERATED ALWAYS AS (...) STORED on a table in use",
    .why =
        "The value is computed and written for every row under ACCESS EXCLUSIVE, with all indexes: reads and "
        "writes wait until the whole table is rewritten.",
    .advice =
        "Add a plain column, fill it for new rows by a BEFORE INSERT OR UPDATE trigger, and for those that "
        "are "
        "there by an UPDATE in batches (-- dunlin:batch). Or put the expression into a view, or into an "
        "index.",
    .statement = check_add_generated_stored};

}  // namespace dunlin::lint::rules
