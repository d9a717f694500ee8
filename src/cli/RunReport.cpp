#include "cli/RunReport.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"
#include "sql/Split.hpp"

namespace dunlin::cli {
namespace {

Json step_json(const model::StepResult& step) {
  Json kept = Json::array();
  for (const auto& table : step.kept) kept.add(table);
  return Json::object()
      .set("version", step.version)
      .set("name", step.name)
      .set("kind", model::to_string(step.kind))
      .set("outcome", model::to_string(step.outcome))
      .set("duration_ms", static_cast<std::int64_t>(step.duration.count()))
      .set("statements", step.statements)
      .set("retries", step.retries)
      .set("resumed", step.resumed)
      .set("batches", step.batches)
      .set("rows", step.rows)
      .set("kept", kept);
}

std::string summary(const model::Run& run) {
  std::size_t up = 0, down = 0;
  for (const auto& step : run.steps) {
    if (step.outcome != model::Outcome::done) continue;
    ++(step.kind == model::EntryKind::down ? down : up);
  }
  std::string text = down > 0 ? fmt::format("{} rolled back", counted(down, "migration"))
                              : fmt::format("{} applied", counted(up, "migration"));
  return fmt::format("{} (run {})", text, run.id);
}

// How a segment commits: a contract.
std::string mode_of(const model::Step& step, const model::Segment& segment) {
  if (!segment.alone) return "transaction";
  return step.statements[segment.first].kind == model::StatementKind::batch ? "batches" : "alone";
}

std::string written(const sql::QualifiedName& name) {
  return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

Json batch_json(const sql::BatchDirective& batch) {
  Json key = Json::array();
  for (const auto& column : batch.key) key.add(column);
  return Json::object()
      .set("table", written(batch.table))
      .set("key", key)
      .set("size", batch.size)
      .set("pause_ms", static_cast<std::int64_t>(batch.pause.count()))
      .set("max_lag_ms", static_cast<std::int64_t>(batch.max_lag.count()));
}

Json segment_json(const model::Step& step, const model::Segment& segment, const migrate::ScriptText& text) {
  Json statements = Json::array();
  for (std::size_t i = segment.first; i < segment.first + segment.count; ++i) {
    const auto& statement = step.statements[i];
    Json json = Json::object()
                    .set("kind", model::to_string(statement.kind))
                    .set("line", static_cast<std::int64_t>(statement.line))
                    .set("sql", text.text(statement));
    if (statement.has_verify) json.set("verify", text.verify_query(statement));
    statements.add(std::move(json));
  }
  const auto mode = mode_of(step, segment);
  Json json =
      Json::object().set("transaction", !segment.alone).set("mode", mode).set("statements", statements);
  if (mode == "batches") json.set("batch", batch_json(text.batch(step.statements[segment.first])));
  return json;
}

std::string describe(const model::Step& step, const model::Segment& segment,
                     const migrate::ScriptText& text) {
  const auto mode = mode_of(step, segment);
  if (mode == "transaction") return fmt::format("one transaction, {}:", counted(segment.count, "statement"));
  if (mode == "alone") return "alone, outside of a transaction:";
  const auto batch = text.batch(step.statements[segment.first]);
  return fmt::format("in batches of {} by {}:", counted(static_cast<std::size_t>(batch.size), "row"),
                     join(batch.key, ", "));
}

void show_segment(const model::Step& step, const model::Segment& segment, const migrate::ScriptText& text,
                  Screen& screen) {
  screen.line(screen.styled("    " + printable(describe(step, segment, text)), Style::faint));
  constexpr std::size_t k_shown = 20;
  for (std::size_t i = segment.first; i < segment.first + std::min(segment.count, k_shown); ++i) {
    screen.line(fmt::format("      {:>4}  {}", step.statements[i].line,
                            printable(sql::one_line(text.text(step.statements[i]), 110))));
    if (step.statements[i].has_verify) {
      screen.line(fmt::format("            verified by {}",
                              printable(sql::one_line(text.verify_query(step.statements[i]), 97))));
    }
  }
  if (segment.count > k_shown)
    screen.line(fmt::format("            ... and {} more", segment.count - k_shown));
}

}  // namespace

Json run_json(const model::Run& run) {
  Json steps = Json::array();
  for (const auto& step : run.steps) steps.add(step_json(step));
  Json out = Json::object();
  out.set("outcome", model::to_string(run.outcome)).set("run", run.id).set("migrations", steps);
  if (run.error) out.set("error", error_json(*run.error));
  return out;
}

namespace {

void show_counts(const ReportedCounts& counts, Screen& screen) {
  for (const auto& table : counts.tables) screen.line("  " + printable(checks::describe(table)));
  if (!counts.not_readable.empty())
    screen.note(fmt::format("not counted, because this role may not read them: {}",
                            printable(join(counts.not_readable, ", "))));
}

}  // namespace

int report_run(const model::Run& run, Screen& screen, const std::optional<ReportedCounts>& counts) {
  Json json = run_json(run);
  if (counts) {
    Json not_counted = Json::array();
    for (const auto& table : counts->not_readable) not_counted.add(table);
    json.set("counts", checks::to_json(counts->tables)).set("not_counted", not_counted);
  }
  screen.json(json);
  screen.line(summary(run));
  if (run.error && !screen.options().json) screen.error(*run.error);
  if (counts) show_counts(*counts, screen);
  return run.error ? static_cast<int>(run.error->code()) : 0;
}

void report_plan(const model::Plan& plan, const migrate::ScriptOptions& options, Screen& screen) {
  Json steps = Json::array();
  for (const auto& step : plan.steps) {
    const migrate::ScriptText text(step.script, options);
    Json segments = Json::array();
    screen.line(fmt::format("{} {}{}", screen.styled(model::to_string(step.kind), Style::strong),
                            printable(label(step.migration)),
                            step.resumed ? " (goes on where it was broken off)" : ""));
    for (const auto& segment : step.segments) {
      segments.add(segment_json(step, segment, text));
      show_segment(step, segment, text, screen);
    }
    steps.add(Json::object()
                  .set("version", step.migration.version.text)
                  .set("name", step.migration.name)
                  .set("kind", model::to_string(step.kind))
                  .set("file", step.script.file)
                  .set("resumed", step.resumed)
                  .set("has_rollback", !trim(step.rollback_sql).empty())
                  .set("segments", segments));
  }
  screen.json(Json::object().set("outcome", "planned").set("migrations", steps));
}

}  // namespace dunlin::cli
