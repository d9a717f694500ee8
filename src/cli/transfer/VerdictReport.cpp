#include "cli/transfer/VerdictReport.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

using transfer::RowDifference;
using transfer::TableState;
using transfer::TableVerdict;

Json difference_json(const RowDifference& difference) {
  return Json::object()
      .set("key", difference.key)
      .set("column", difference.column)
      .set("source", difference.source)
      .set("target", difference.target);
}

Json verdict_json(const TableVerdict& verdict) {
  Json converted = Json::array();
  for (const auto& column : verdict.converted_columns) converted.add(column);
  Json differences = Json::array();
  for (const auto& difference : verdict.differences) differences.add(difference_json(difference));
  return Json::object()
      .set("name", verdict.name)
      .set("target", verdict.target)
      .set("rows_source", verdict.rows_source)
      .set("rows_target", verdict.rows_target)
      .set("rejected", verdict.rejected)
      .set("changed_values", verdict.changed)
      .set("converted_columns", converted)
      .set("state", transfer::to_string(verdict.state))
      .set("differences", differences);
}

std::string notes_of(const TableVerdict& verdict) {
  std::vector<std::string> notes;
  if (verdict.rejected > 0) notes.push_back(fmt::format("{} rejected", with_thousands(verdict.rejected)));
  if (verdict.changed > 0)
    notes.push_back(
        fmt::format("{} changed by policy", counted(static_cast<std::size_t>(verdict.changed), "value")));
  if (!verdict.converted_columns.empty())
    notes.push_back("not the same bytes back: " + join(verdict.converted_columns, ", "));
  return join(notes, "; ");
}

Style style_of(TableState state) {
  return state == TableState::equal       ? Style::good
         : state == TableState::converted ? Style::warning
                                          : Style::bad;
}

std::string describe(const RowDifference& difference) {
  const std::string key = difference.key.empty() ? "a row" : difference.key;
  if (!difference.column.empty())
    return fmt::format("{}: {} is {} in the source and {} in the target", key, difference.column,
                       difference.source, difference.target);
  if (difference.target.empty()) return fmt::format("{}: missing in the target: {}", key, difference.source);
  return fmt::format("{}: not in the source: {}", key, difference.target);
}

}  // namespace

Json verdicts_json(const std::vector<TableVerdict>& verdicts) {
  Json tables = Json::array();
  for (const auto& verdict : verdicts) tables.add(verdict_json(verdict));
  return Json::object().set("tables", tables).set("state", transfer::to_string(transfer::worst(verdicts)));
}

Json problems_json(const std::vector<transfer::Problem>& problems) {
  Json out = Json::array();
  for (const auto& problem : problems) {
    out.add(Json::object()
                .set("rule", problem.rule)
                .set("weight", transfer::to_string(problem.weight))
                .set("object", problem.object)
                .set("message", problem.message)
                .set("hint", problem.hint)
                .set("count", problem.count));
  }
  return out;
}

bool any_refused(const std::vector<transfer::Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](const auto& problem) { return problem.weight == transfer::Weight::refused; });
}

void show_problems(const std::vector<transfer::Problem>& problems, Screen& screen) {
  for (const auto& problem : problems) {
    screen.line(fmt::format("{} {}: {}", screen.styled(printable(problem.rule), Style::bad),
                            printable(problem.object), printable(problem.message)));
    if (!problem.hint.empty()) screen.line("    " + printable(problem.hint));
  }
}

void show_verdicts(const std::vector<TableVerdict>& verdicts, Screen& screen) {
  std::size_t width = 5;
  for (const auto& verdict : verdicts) width = std::max(width, verdict.name.size());
  width = std::min<std::size_t>(width, 40);
  screen.line(screen.styled(
      fmt::format("{:<{}} {:>14} {:>14}  {}", "table", width, "source", "target", "state"), Style::faint));
  for (const auto& verdict : verdicts) {
    const auto notes = notes_of(verdict);
    screen.line(fmt::format("{:<{}} {:>14} {:>14}  {}{}", printable(verdict.name), width,
                            with_thousands(verdict.rows_source), with_thousands(verdict.rows_target),
                            screen.styled(transfer::to_string(verdict.state), style_of(verdict.state)),
                            notes.empty() ? "" : " (" + printable(notes) + ")"));
    for (const auto& difference : verdict.differences) screen.line("    " + printable(describe(difference)));
  }
}

}  // namespace dunlin::cli
