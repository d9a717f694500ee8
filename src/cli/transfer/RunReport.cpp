#include "cli/transfer/RunReport.hpp"

#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/transfer/VerdictReport.hpp"

namespace dunlin::cli {
namespace {

std::int64_t rejected_rows(const RunResult& result) {
  std::int64_t rows = 0;
  for (const auto& verdict : result.verdicts) rows += verdict.rejected;
  return rows;
}

Json run_json(const RunResult& result, const std::string& outcome) {
  Json out = verdicts_json(result.verdicts);
  out.set("problems", problems_json(result.problems))
      .set("outcome", outcome)
      .set("transfer", result.transfer.id)
      .set("schema", result.transfer.target_schema)
      .set("rejected", rejected_rows(result))
      .set("rejects", result.reject_file.string())
      .set("seconds", result.seconds);
  return out;
}

std::string describe_seconds(double seconds) {
  if (seconds <= 0) return "";
  const std::chrono::milliseconds time(static_cast<std::int64_t>(seconds * 1000));
  return ", in " + describe_duration(time);
}

void show_rejected(const RunResult& result, Screen& screen) {
  const auto rejected = rejected_rows(result);
  if (rejected == 0) return;
  screen.line(screen.styled(fmt::format("{} REJECTED by policy, and not in the target: {}",
                                        counted(rejected, "row"), result.reject_file.string()),
                            Style::bad));
}

int code_of(const RunResult& result) {
  return rejected_rows(result) > 0 ? static_cast<int>(ErrorCode::findings) : 0;
}

void show_end(const RunResult& result, bool different, Screen& screen) {
  std::int64_t rows = 0;
  for (const auto& verdict : result.verdicts) rows += verdict.rows_target;
  if (different)
    screen.line(screen.styled("different: the counts changed after the move; see above", Style::bad));
  show_rejected(result, screen);
  screen.line(fmt::format("{} of {} in schema {}, read back and compared{}",
                          counted(static_cast<std::size_t>(rows), "row"),
                          counted(result.verdicts.size(), "table"), printable(result.transfer.target_schema),
                          describe_seconds(result.seconds)));
}

}  // namespace

int report_difference(const RunResult& result, Screen& screen) {
  screen.json(run_json(result, "different"));
  show_verdicts(result.verdicts, screen);
  show_problems(result.problems, screen);
  screen.line(screen.styled("different: nothing was moved", Style::bad));
  screen.note(
      fmt::format("the tables are in schema {}, to be looked at; dunlin transfer run --restart begins anew",
                  result.transfer.staging_schema));
  return static_cast<int>(ErrorCode::findings);
}

int report_nothing_to_do(const RunResult& result, Screen& screen) {
  screen.json(run_json(result, "done"));
  screen.line(fmt::format("nothing to do: the tables are in schema {} (stage {})",
                          printable(result.transfer.target_schema),
                          transfer::to_string(result.transfer.stage)));
  screen.note(result.transfer.stage == transfer::Stage::switched
                  ? "the application works on them: dunlin transfer return goes back, finalize ends that time"
                  : "compare them with dunlin transfer verify, or go on with dunlin transfer switch");
  show_rejected(result, screen);
  return code_of(result);
}

int report_run(const RunResult& result, Screen& screen) {
  const bool different = transfer::worst(result.verdicts) == transfer::TableState::different;
  screen.json(run_json(result, different ? "different" : "done"));
  show_verdicts(result.verdicts, screen);
  show_end(result, different, screen);
  return different ? static_cast<int>(ErrorCode::findings) : code_of(result);
}

}  // namespace dunlin::cli
