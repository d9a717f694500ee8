#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// The file made it itself, or IF EXISTS names a column that isn't there.
bool is_nobodys_column(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action) {
  const model::CatalogRelation* table = scene.relation(alter.name);
  if (table == nullptr) return false;
  const model::CatalogColumn* column = table->find_column(action.name);
  if (column == nullptr) return action.if_exists && table->complete;
  return scene.made_in_file(column->origin);
}

void check_drop_column(const Scene& scene, Reporter& report) {
  const auto* alter = scene.as<model::AlterTable>();
  if (alter == nullptr || alter->kind != model::ObjectKind::table || !scene.is_live(alter->name)) return;
  const std::string table = scene.shown(alter->name);
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::drop_column || is_nobodys_column(scene, *alter, action)) continue;
    model::Finding& finding =
        report.add(table,
                   "column " + action.name + " of " + table +
                       " is dropped with what is in it, and code that still reads or writes it fails at once",
                   action.range);
    finding.object = table + "." + action.name;
    finding.severity = by_phase(scene, model::Severity::error);
  }
}

}  // namespace

const Rule drop_column{
    .name = "drop-column",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "DROP COLUMN of a column that was there before the file",
    .why =
        "The values are lost with the commit. Instances of the application that are still running name the "
        "column in every SELECT and INSERT that they have prepared, and fail until they are replaced.",
    .advice =
        "First release: the code ignores the column (ALTER COLUMN ... DROP NOT NULL, so that inserts without "
        "it work). Next release: DROP COLUMN in a file that says -- Phase: contract, after a backup.",
    .statement = check_drop_column};

}  // namespace dunlin::lint::rules
