#include "lint/MadeTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void judge_missing_comment(const Scene&, const model::CatalogRelation& table, Reporter& report) {
  const std::string name = model::to_string(table.name);
  if (table.comment.empty())
    report.add_at(table.origin, name, name + " has no comment that says what a row is");
}

void check_missing_comment(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_made_by(scene))
    judge_missing_comment(scene, *table, report);
}

void check_missing_comment_of_database(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_of_database(scene))
    judge_missing_comment(scene, *table, report);
}

}  // namespace

const Rule missing_comment{
    .name = "missing-comment",
    .family = 'J',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A table without a comment",
    .why =
        "What a row stands for isn't always told by the name; psql, documentation and the next person read "
        "the comment.",
    .advice = "COMMENT ON TABLE t IS 'one row for each ...';",
    .file = check_missing_comment,
    .catalog = check_missing_comment_of_database};

}  // namespace dunlin::lint::rules
