#include "lint/MadeTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void judge_nullable_boolean(const Scene&, const model::CatalogRelation& table, Reporter& report) {
  for (const model::CatalogColumn& column : table.columns) {
    if (column.type.name != "bool" || column.type.array || column.not_null || !column.local ||
        column.generated == model::Generated::stored || column.generated == model::Generated::virtual_)
      continue;
    const std::string name = model::to_string(table.name) + "." + column.name;
    report.add_at(column.origin, name, "boolean " + name + " can be NULL, a third value");
  }
}

void check_nullable_boolean(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_made_by(scene))
    judge_nullable_boolean(scene, *table, report);
}

void check_nullable_boolean_of_database(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_of_database(scene))
    judge_nullable_boolean(scene, *table, report);
}

}  // namespace

const Rule nullable_boolean{
    .name = "nullable-boolean",
    .family = 'J',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A boolean column that can be NULL",
    .why =
        "It has three values, and code that was written for two: WHERE active and WHERE NOT active both "
        "leave NULL out.",
    .advice = "boolean NOT NULL DEFAULT false. Where \"not known\" is meant, a text or enum column says it.",
    .file = check_nullable_boolean,
    .catalog = check_nullable_boolean_of_database};

}  // namespace dunlin::lint::rules
