#include "cli/test/RlsJson.hpp"

#include <string>
#include <utility>
#include <vector>

#include "base/Text.hpp"
#include "cli/test/ChecksReport.hpp"
#include "cli/test/RlsReport.hpp"

namespace dunlin::cli {
namespace {

using trial::CellResult;
using trial::RlsReport;

Json list(const std::vector<std::string>& values) {
  Json array = Json::array();
  for (const auto& value : values) array.add(value);
  return array;
}

Json cells_json(const RlsReport& report) {
  Json cells = Json::array();
  for (const CellResult& result : report.cells)
    cells.add(Json::object()
                  .set("cell", result.label)
                  .set("command", trial::to_string(result.cell.command))
                  .set("form", trial::to_string(result.cell.form))
                  .set("verdict", trial::to_string(result.verdict.kind))
                  .set("seen", seen(result))
                  .set("rows", result.observed.keys.size())
                  .set("extra", list(result.verdict.extra))
                  .set("missing", list(result.verdict.missing))
                  .set("message", result.verdict.message));
  return cells;
}

Json mutations_json(const trial::Mutations& mutations) {
  Json mutants = Json::array();
  for (const auto& mutant : mutations.mutants)
    mutants.add(Json::object()
                    .set("table", mutant.policy.schema + "." + mutant.policy.table)
                    .set("policy", mutant.policy.name)
                    .set("change", mutant.change)
                    .set("noticed", mutant.noticed)
                    .set("noticed_by", mutant.noticed_by)
                    .set("survived", mutant.survived())
                    .set("would_notice", list(mutant.would_notice)));
  Json without = Json::array();
  for (const auto& policy : mutations.without_expectations) without.add(trial::describe(policy));
  return Json::object()
      .set("policies", mutations.policies)
      .set("tested", mutations.tested)
      .set("coverage", mutations.coverage())
      .set("survivors", mutations.survivors())
      .set("mutants", std::move(mutants))
      .set("without_expectations", std::move(without));
}

Json rewrites_json(const std::vector<trial::Rewrite>& rewrites) {
  Json array = Json::array();
  for (const auto& rewrite : rewrites)
    array.add(Json::object()
                  .set("table", rewrite.policy.schema + "." + rewrite.policy.table)
                  .set("policy", rewrite.policy.name)
                  .set("form", rewrite.form.kind)
                  .set("sql", join(rewrite.form.statements, ";\n"))
                  .set("undo", join(rewrite.form.undo, ";\n"))
                  .set("equal", rewrite.equal)
                  .set("different", list(rewrite.different))
                  .set("error", rewrite.error)
                  .set("timed", rewrite.timed)
                  .set("before_ms", rewrite.before_ms)
                  .set("after_ms", rewrite.after_ms));
  return array;
}

}  // namespace

Json matrix_diff_json(const trial::MatrixDiff& diff) {
  Json changes = Json::array();
  for (const auto& change : diff.changes)
    changes.add(Json::object()
                    .set("cell", change.label)
                    .set("widened", change.widened)
                    .set("gained", list(change.gained))
                    .set("lost", list(change.lost))
                    .set("message", change.message));
  return Json::object()
      .set("widened", diff.widened())
      .set("changes", std::move(changes))
      .set("only_before", list(diff.only_before))
      .set("only_now", list(diff.only_now))
      .set("policies_removed", list(diff.policies_removed))
      .set("policies_added", list(diff.policies_added));
}

Json rls_json(const RlsReport& report, const std::optional<trial::MatrixDiff>& diff) {
  Json json = Json::object()
                  .set("outcome", report.failed() || (diff && diff->widened()) ? "findings" : "done")
                  .set("cells", cells_json(report))
                  .set("red", report.red_cells())
                  .set("tables_without_rows", list(report.without_rows))
                  .set("leaks", checks_json(report.leaks))
                  .set("accepted", list(report.accepted))
                  .set("tables_without_expectations", list(report.unexpected));
  if (report.mutations) json.set("mutations", mutations_json(*report.mutations));
  json.set("rewrites", rewrites_json(report.rewrites));
  if (diff) json.set("against", matrix_diff_json(*diff));
  return json;
}

}  // namespace dunlin::cli
