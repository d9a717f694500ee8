#include <algorithm>

#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct AnalyzeAfterBackfill {
  // Changes many rows: all, those of a query, or a batch after the other.
  static bool is_large(const Scene& scene, const model::Dml& rows) {
    switch (rows.kind) {
      case model::DmlKind::update: return !rows.query.has_where || scene.statement().source.batched;
      case model::DmlKind::insert: return rows.from_query;
      default: return false;
    }
  }

  static bool concerns(const Scene& scene, const std::vector<model::QualifiedName>& tables,
                       const model::QualifiedName& table) {
    return tables.empty() || std::any_of(tables.begin(), tables.end(), [&](const auto& name) {
             return scene.catalog().qualified(name) == table;
           });
  }

  // Looked at later on: by ANALYZE, or by a change of the same table that is judged itself.
  static bool is_followed(const Scene& scene, const model::QualifiedName& table) {
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const model::Command& command = scene.statements()[i].command;
      const auto* work = std::get_if<model::Maintenance>(&command);
      if (work != nullptr &&
          (work->kind == model::MaintenanceKind::analyze || work->kind == model::MaintenanceKind::vacuum) &&
          concerns(scene, work->objects, table))
        return true;
      const auto* rows = std::get_if<model::Dml>(&command);
      if (rows != nullptr && rows->kind == model::DmlKind::update &&
          scene.catalog().qualified(rows->target) == table && !rows->query.has_where)
        return true;
    }
    return false;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* rows = scene.as<model::Dml>();
    if (rows == nullptr || !is_large(scene, *rows)) return;
    const auto* known = scene.relation(rows->target);
    if (known != nullptr && known->persistence == model::Persistence::temporary) return;
    const model::QualifiedName table = scene.catalog().qualified(rows->target);
    if (is_followed(scene, table)) return;
    const std::string name = model::to_string(table);
    model::Finding& finding =
        report.add(name, "many rows of " + name +
                             " change here, and no ANALYZE follows: plans are made from "
                             "the old statistics");
    finding.fix.advice = "ANALYZE " + sql_name(rows->target) + "; in a unit of its own behind it.";
  }
};

}  // namespace

const Rule analyze_after_backfill{
    .name = "analyze-after-backfill",
    .family = 'F',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A change of many rows without ANALYZE",
    .why =
        "Autovacuum analyses a table some minutes after a tenth of it has changed; until then the planner "
        "believes a filled column to be empty, or a new table to be small.",
    .advice = "ANALYZE t; behind it: it blocks neither reads nor writes.",
    .statement = AnalyzeAfterBackfill::statement};

}  // namespace dunlin::lint::rules
