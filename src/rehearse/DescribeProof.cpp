#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "rehearse/ProveEqual.hpp"

namespace dunlin::rehearse {
namespace {

// A proof about a whole folder may differ in hundreds of objects.
constexpr std::size_t k_most_shown = 20;

const char* rows_of(RowKind kind) {
  switch (kind) {
    case RowKind::none: return "";
    case RowKind::any: return "generated ";
    case RowKind::fitting: return "generated, fitting ";
    case RowKind::full: return "generated, fitting, NULL-free ";
  }
  return "";
}

std::string heading(const Trial& trial) {
  return trial.rows == 0 ? "on empty tables"
                         : fmt::format("with {} {}row{}", with_thousands(trial.rows), rows_of(trial.kind),
                                       trial.rows == 1 ? "" : "s");
}

void add_differences(const std::vector<Difference>& differences, std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < differences.size() && i < k_most_shown; ++i) {
    const auto& [object, detail] = differences[i];
    if (detail.find('\n') == std::string::npos) {
      lines.push_back(fmt::format("  {}: {}", printable(object), printable(detail)));
      continue;
    }
    lines.push_back(fmt::format("  {}", printable(object)));
    for (const auto line : split_lines(detail)) lines.push_back(fmt::format("    {}", printable(line)));
  }
  if (differences.size() > k_most_shown)
    lines.push_back(fmt::format("  and {} more", differences.size() - k_most_shown));
}

void add_trial(const Trial& trial, const ProofOptions& options, std::vector<std::string>& lines) {
  const auto where = heading(trial);
  if (trial.both_done()) {
    lines.push_back(fmt::format("{}: {}, {}", where,
                                trial.schema.empty() ? "the same schema" : "another schema",
                                !options.compare_data ? "rows not compared"
                                : trial.data.empty()  ? "the same rows"
                                                      : "other rows"));
    add_differences(trial.schema, lines);
    add_differences(trial.data, lines);
  } else {
    lines.push_back(
        fmt::format("{}: {} {}", where, options.left_name, trial.left.done ? "runs" : describe(trial.left)));
    lines.push_back(fmt::format("{}: {} {}", where, options.right_name,
                                trial.right.done ? "runs" : describe(trial.right)));
    if (trial.both_refuse_rows()) lines.emplace_back("  both refuse such rows");
  }
  for (const auto& [table, columns] : trial.volatile_columns) {
    for (const auto& column : columns)
      lines.push_back(fmt::format("  {}.{} has other values in every run: compared by NULLs and distinctness",
                                  printable(table), printable(quote_identifier(column))));
  }
  for (const auto& table : trial.unfilled) lines.push_back("  without rows: " + printable(table));
}

}  // namespace

std::vector<std::string> describe(const Proof& proof, const ProofOptions& options) {
  std::vector<std::string> lines;
  switch (proof.verdict) {
    case Verdict::equal:
      lines.push_back(
          fmt::format("{} and {} end in the same database", options.left_name, options.right_name));
      break;
    case Verdict::different:
      lines.push_back(fmt::format("{} and {} end differently", options.left_name, options.right_name));
      break;
    case Verdict::unproven:
      lines.push_back(
          fmt::format("nothing is proven{}{}", proof.obstacle.empty() ? "" : ": ", proof.obstacle));
      break;
  }
  for (const auto& trial : proof.trials) add_trial(trial, options, lines);
  for (const auto& note : proof.notes) lines.push_back("note: " + note);
  return lines;
}

}  // namespace dunlin::rehearse
