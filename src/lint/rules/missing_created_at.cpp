#include "lint/MadeTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// A join table or a lookup table: nothing but its key and a name.
bool is_small_by_shape(const model::CatalogRelation& table) {
  return table.columns.size() <= 3;
}

void judge_missing_created_at(const Scene&, const model::CatalogRelation& table, Reporter& report) {
  if (!table.complete || is_small_by_shape(table)) return;
  for (const model::CatalogColumn& column : table.columns)
    if (column.type.name == "timestamptz" || column.type.name == "timestamp" || column.type.name == "date")
      return;
  const std::string name = model::to_string(table.name);
  report.add_at(table.origin, name, "rows of " + name + " don't say when they were made");
}

void check_missing_created_at(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_made_by(scene))
    judge_missing_created_at(scene, *table, report);
}

void check_missing_created_at_of_database(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_of_database(scene))
    judge_missing_created_at(scene, *table, report);
}

}  // namespace

const Rule missing_created_at{
    .name = "missing-created-at",
    .family = 'J',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A table whose rows don't say when they were made",
    .why =
        "Questions such as which rows came with last night's release, and keeping rows for a time only, "
        "need the time of a row; it can't be found out later.",
    .advice = "created_at timestamptz NOT NULL DEFAULT now(). Join tables and lookup tables may do without.",
    .file = check_missing_created_at,
    .catalog = check_missing_created_at_of_database};

}  // namespace dunlin::lint::rules
