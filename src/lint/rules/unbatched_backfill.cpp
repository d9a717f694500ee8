#include "lint/BulkWrite.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_unbatched_backfill(const Scene& scene, Reporter& report) {
  const auto* dml = scene.as<model::Dml>();
  if (dml == nullptr || runs_in_batches(scene.statement()) || !is_bulk_write(scene, *dml)) return;
  // Without a condition: update-without-where, delete-without-where.
  if (!dml->query.has_where || dml->query.where_always_true) return;
  const std::string table = scene.shown(dml->target);
  model::Finding& finding = report.add(
      table, std::string(dml->kind == model::DmlKind::update ? "UPDATE" : "DELETE") + " of " + table +
                 " may change any number of rows in one transaction: their locks last until it "
                 "ends, and a failure starts all over");
  const std::string directive = batch_directive(scene, *dml);
  if (!directive.empty()) finding.fix.edits = put_directive(scene, directive);
}

}  // namespace

const Rule unbatched_backfill{
    .name = "unbatched-backfill",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "UPDATE or DELETE of many rows of a table in use, in one transaction",
    .why =
        "Whoever wants to change one of the rows waits until all are done; the log and the replicas' lag "
        "grow "
        "with them, and vacuum can't clean up meanwhile. Measured: an UPDATE of 200,000 rows took 6 s and "
        "wrote 152 MB of WAL.",
    .advice =
        "Walk over the table along its key, each batch a transaction: -- dunlin:batch table=public.t "
        "key=id size=10000, on the line before the UPDATE or DELETE. It resumes where it stopped.",
    .statement = check_unbatched_backfill};

}  // namespace dunlin::lint::rules
