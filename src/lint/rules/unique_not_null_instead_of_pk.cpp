#include "lint/MadeTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool all_not_null(const model::CatalogRelation& table, const std::vector<std::string>& columns) {
  for (const std::string& name : columns) {
    const model::CatalogColumn* column = table.find_column(name);
    if (column == nullptr || !column->not_null) return false;
  }
  return !columns.empty();
}

void judge_unique_not_null_instead_of_pk(const Scene&, const model::CatalogRelation& table,
                                         Reporter& report) {
  if (!table.complete || table.primary_key() != nullptr) return;
  for (const model::CatalogConstraint& constraint : table.constraints) {
    if (constraint.kind != model::ConstraintKind::unique || !all_not_null(table, constraint.columns))
      continue;
    const std::string name = model::to_string(table.name);
    report.add_at(table.origin, name, name + " has the key " + constraint.name + " but no primary key");
    return;
  }
}

void check_unique_not_null_instead_of_pk(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_made_by(scene))
    judge_unique_not_null_instead_of_pk(scene, *table, report);
}

void check_unique_not_null_instead_of_pk_of_database(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_of_database(scene))
    judge_unique_not_null_instead_of_pk(scene, *table, report);
}

}  // namespace

const Rule unique_not_null_instead_of_pk{
    .name = "unique-not-null-instead-of-pk",
    .family = 'J',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A table has a UNIQUE NOT NULL key and no primary key",
    .why =
        "It does what a primary key does, but tools that look for the primary key (replica identity, "
        "batches, ORMs) don't see it.",
    .advice =
        "Say PRIMARY KEY instead of UNIQUE NOT NULL. On a table in use: ALTER TABLE t ADD CONSTRAINT "
        "t_pkey PRIMARY KEY USING INDEX a_unique_index.",
    .file = check_unique_not_null_instead_of_pk,
    .catalog = check_unique_not_null_instead_of_pk_of_database};

}  // namespace dunlin::lint::rules
