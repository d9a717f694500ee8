#include "lint/MadeTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void judge_no_primary_key(const Scene&, const model::CatalogRelation& table, Reporter& report) {
  if (!table.complete || table.primary_key() != nullptr) return;
  const std::string name = model::to_string(table.name);
  report.add_at(table.origin, name, name + " has no primary key");
}

void check_no_primary_key(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_made_by(scene))
    judge_no_primary_key(scene, *table, report);
}

void check_no_primary_key_of_database(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_of_database(scene))
    judge_no_primary_key(scene, *table, report);
}

}  // namespace

const Rule no_primary_key{
    .name = "no-primary-key",
    .family = 'J',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A table without a primary key",
    .why =
        "Rows can't be told apart: logical replication refuses UPDATE and DELETE of it, tools that copy, "
        "compare or change rows in batches have nothing to go by, and duplicates can't be deleted one by "
        "one.",
    .advice =
        "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, or the columns that name a row. On a table in "
        "use: CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... PRIMARY KEY USING INDEX.",
    .file = check_no_primary_key,
    .catalog = check_no_primary_key_of_database};

}  // namespace dunlin::lint::rules
