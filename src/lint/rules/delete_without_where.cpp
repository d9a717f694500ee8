#include "lint/BulkWrite.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_delete_without_where(const Scene& scene, Reporter& report) {
  const auto* dml = scene.as<model::Dml>();
  if (dml == nullptr || dml->kind != model::DmlKind::delete_ || runs_in_batches(scene.statement()) ||
      !scene.is_live(dml->target))
    return;
  const bool always = dml->query.has_where && dml->query.where_always_true;
  if (dml->query.has_where && !always) return;
  const std::string name = scene.shown(dml->target);
  model::Finding& finding = report.add(name, "DELETE deletes all rows of " + name + " in one transaction" +
                                                 (always            ? ": its WHERE is always true"
                                                  : dml->from_query ? ": it has no WHERE"
                                                                    : ""));
  const std::string directive = batch_directive(scene, *dml);
  if (!directive.empty()) finding.fix.edits = put_directive(scene, directive);
}

}  // namespace

const Rule delete_without_where{.name = "delete-without-where",
                                .family = 'D',
                                .profile = Profile::safe,
                                .severity = model::Severity::error,
                                .summary = "DELETE of all rows of a table in use",
                                .why =
                                    "All rows are gone with the commit, often because a WHERE was forgotten. "
                                    "Until then each of them is locked, "
                                    "and each leaves a dead row and WAL that replicas have to follow.",
                                .advice =
                                    "Write the WHERE that is meant. Where all rows are meant, let it run in "
                                    "batches that commit one by one: "
                                    "-- dunlin:batch table=public.t key=id size=10000 above the statement.",
                                .statement = check_delete_without_where};

}  // namespace dunlin::lint::rules
