#include "lint/MadeTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool is_bounded(const model::CatalogRelation& table, const std::string& column) {
  for (const model::CatalogConstraint& constraint : table.constraints)
    if (constraint.kind == model::ConstraintKind::check &&
        constraint.expression_text.find("length") != std::string::npos &&
        constraint.expression_text.find(column) != std::string::npos)
      return true;
  return false;
}

void judge_large_object_column(const Scene&, const model::CatalogRelation& table, Reporter& report) {
  for (const model::CatalogColumn& column : table.columns) {
    const bool binary = column.type.name == "bytea" && !is_bounded(table, column.name);
    if ((!binary && column.type.name != "oid" && column.type.name != "lo") || !column.local) continue;
    const std::string name = model::to_string(table.name) + "." + column.name;
    report.add_at(column.origin, name, name + " holds binary values of any size (" + column.type.name + ")");
  }
}

void check_large_object_column(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_made_by(scene))
    judge_large_object_column(scene, *table, report);
}

void check_large_object_column_of_database(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_of_database(scene))
    judge_large_object_column(scene, *table, report);
}

}  // namespace

const Rule large_object_column{
    .name = "large-object-column",
    .family = 'J',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A column for large binary values (bytea, oid of a large object) in a table",
    .why =
        "Files in rows make backups, replicas and every rewrite of the table as large as the files; large "
        "objects of an oid column outlive their rows, and need vacuumlo.",
    .advice =
        "Keep files in object storage and their key, size and hash in the table; small fixed values such "
        "as hashes are fine with CHECK (octet_length(c) <= n).",
    .file = check_large_object_column,
    .catalog = check_large_object_column_of_database};

}  // namespace dunlin::lint::rules
