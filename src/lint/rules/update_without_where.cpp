#include "lint/BulkWrite.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_update_without_where(const Scene& scene, Reporter& report) {
  const auto* dml = scene.as<model::Dml>();
  if (dml == nullptr || dml->kind != model::DmlKind::update || runs_in_batches(scene.statement()) ||
      !scene.is_live(dml->target))
    return;
  const bool always = dml->query.has_where && dml->query.where_always_true;
  if (dml->query.has_where && !always) return;
  const std::string name = scene.shown(dml->target);
  model::Finding& finding = report.add(name, "UPDATE writes all rows of " + name + " in one transaction" +
                                                 (always            ? ": its WHERE is always true"
                                                  : dml->from_query ? ": it has no WHERE"
                                                                    : ""));
  const std::string directive = batch_directive(scene, *dml);
  if (!directive.empty()) finding.fix.edits = put_directive(scene, directive);
}

}  // namespace

const Rule update_without_where{
    .name = "update-without-where",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "UPDATE of all rows of a table in use",
    .why =
        "Every row is written anew and locked until the commit. Measured with 200,000 rows: 6 s and 152 MB "
        "of WAL; "
        "writers of any row wait, replicas fall behind, and vacuum can't clean up until it is over.",
    .advice =
        "Let it run in batches that commit one by one: -- dunlin:batch table=public.t key=id size=10000 "
        "above the "
        "UPDATE, with a WHERE for the rows that aren't done yet. A new column's value for all rows is "
        "cheaper as its "
        "DEFAULT.",
    .statement = check_update_without_where};

}  // namespace dunlin::lint::rules
