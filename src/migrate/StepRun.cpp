#include "migrate/StepRun.hpp"

#include <algorithm>

#include "base/Duration.hpp"

namespace dunlin::migrate {

std::chrono::milliseconds StepRun::lock_timeout() const {
  const auto& own = step.migration.options.lock_timeout;
  return own.empty() ? options.policy.lock_timeout : parse_duration(own);
}

std::string StepRun::statement_timeout() const {
  const auto& own = step.migration.options.statement_timeout;
  if (!own.empty()) return std::to_string(parse_duration(own).count());
  const auto configured = options.policy.statement_timeout.count();
  return configured > 0 ? std::to_string(configured) : "";
}

std::vector<Command> StepRun::beginning() const {
  std::vector<Command> commands;
  if (!step.abandons.empty()) {
    EntryKey abandoned = key;
    abandoned.hash = step.abandons;
    commands.push_back(completion_row(abandoned, "abandoned", "", ""));
  }
  commands.push_back(ledger_row(key, step, options.reason));
  return commands;
}

JournalStatement StepRun::journal_statement(std::size_t statement, std::size_t segment) const {
  const auto& place = step.statements[statement];
  return {.ordinal = ordinals[statement],
          .segment = step.segment_numbers.empty() ? static_cast<int>(segment) : step.segment_numbers[segment],
          .kind = place.kind,
          .sql = text.text(place),
          .data = text.data(place),
          .seen = std::any_of(open_rows.begin(), open_rows.end(),
                              [&](const auto& row) { return row.statement == ordinals[statement]; })};
}

}  // namespace dunlin::migrate
