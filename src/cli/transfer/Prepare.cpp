#include "cli/transfer/Prepare.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/File.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "cli/NewMigration.hpp"
#include "cli/transfer/OwnWorkplace.hpp"
#include "cli/transfer/Preparing.hpp"
#include "cli/transfer/ShardRequests.hpp"
#include "report/Html.hpp"
#include "transfer/WorkplaceLock.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using transfer::Preparation;

// A time that no report has yet: two sources may be prepared within a second.
std::string free_stamp(const model::Config& config) {
  const std::string now = utc_now("%Y%m%d_%H%M%S");
  std::string stamp = now;
  for (int i = 2; fs::exists(logs_folder(config) / fmt::format("migration_{}.log", stamp)); ++i)
    stamp = fmt::format("{}_{}", now, i);
  return stamp;
}

void run_phases(Preparing& preparing) {
  preparing.begin();
  preparing.check_safety();
  if (!preparing.damaged()) preparing.back_up();
  preparing.test_server();
  if (!preparing.damaged()) {
    preparing.make_schema();
    preparing.validate();
  }
  preparing.forget_refused();
  preparing.end();
}

void write_reports(Preparation& preparation, const model::Config& config) {
  const fs::path folder = reports_folder(config);
  fs::create_directories(folder);
  preparation.json_file = (folder / fmt::format("migration_report_{}.json", preparation.stamp)).string();
  preparation.html_file = (folder / fmt::format("migration_report_{}.html", preparation.stamp)).string();
  write_file(preparation.json_file, transfer::preparation_json(preparation).dump() + "\n");
  write_file(preparation.html_file, report::write_html(transfer::preparation_document(preparation)));
}

std::string name_some(std::vector<std::string> names) {
  constexpr std::size_t k_shown = 5;
  const std::size_t hidden = names.size() - std::min(names.size(), k_shown);
  names.resize(names.size() - hidden);
  return printable(join(names, ", ")) + (hidden > 0 ? fmt::format(" and {} more", hidden) : "");
}

void say_outcome(const Preparation& preparation, PhaseLog& log, bool goes_on) {
  const std::string took = describe_duration(Milliseconds(preparation.milliseconds));
  log.line("");
  if (preparation.refused())
    log.line(fmt::format("refused, after {}: {}. Settle that, then prepare again", took,
                         name_some(preparation.refusals())),
             Style::bad);
  else
    log.line(fmt::format("ready, in {}{}", took, goes_on ? "" : ": go on with dunlin transfer run"),
             Style::good);
  log.line("report: " + printable(preparation.html_file));
  log.line("log:    " + printable(preparation.log_file));
}

}  // namespace

int prepare_transfer(const TransferRequest& request, Screen& screen, bool goes_on) {
  const transfer::WorkplaceLock lock(request.workplace, wait_ms(request.invocation));
  const std::string stamp = free_stamp(request.config);
  const fs::path log_file = logs_folder(request.config) / fmt::format("migration_{}.log", stamp);
  fs::create_directories(reports_folder(request.config));
  PhaseLog log(screen, log_file);
  Preparing preparing(request, log, stamp);
  Preparation& result = preparing.result();
  result.log_file = log_file.string();
  log.line(fmt::format("Preparing {} for schema {} of {}", printable(result.source), printable(result.schema),
                       result.target));
  try {
    run_phases(preparing);
  } catch (const Error& error) {  // what was found until then is reported all the same
    result.error = error.message();
    log.line("stopped: " + printable(error.message()), Style::bad);
    try {
      write_reports(result, request.config);
      log.line("report: " + printable(result.html_file));
    } catch (const Error& unwritten) {  // a full disk, most likely, which is the first error's cause too
      log.line("no report: " + printable(unwritten.message()), Style::warning);
    }
    throw;
  }
  write_reports(result, request.config);
  kill_point("prepare-reported");
  say_outcome(result, log, goes_on);
  if (!goes_on || result.refused()) screen.json(transfer::preparation_json(result));
  return result.refused() ? static_cast<int>(ErrorCode::findings) : 0;
}

int transfer_prepare(const TransferRequest& request, Screen& screen) {
  require_free_workplace(requests_of_shards(request));
  return prepare_transfer(request, screen, false);
}

}  // namespace dunlin::cli
