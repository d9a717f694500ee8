#include "cli/transfer/Capture.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/transfer/Preparing.hpp"
#include "sqlite/capture/ChangeLog.hpp"
#include "transfer/follow/CapturedRows.hpp"

namespace dunlin::cli {
namespace {

bool in_source(const TransferRequest& request, const std::string& source,
               const std::vector<sqlite::CaptureObject>& objects) {
  auto database = sqlite::Database::open_source(source);
  database.exec(fmt::format("PRAGMA busy_timeout = {}", wait_ms(request.invocation)));
  return sqlite::has_capture(database, objects);
}

}  // namespace

void begin_capture(transfer::Follower& follower, const TransferRequest& request, Screen& screen) {
  const std::string& source = follower.row().source;
  if (request.invocation.capture.value_or("pages") != "triggers") {
    end_capture(request, source, screen);
    return;
  }
  transfer::CapturedRows captured(follower.workplace(), source);
  if (!in_source(request, source, captured.objects())) {
    const std::string change = fmt::format(
        "--capture triggers CHANGES THE SOURCE: it puts the table {} and {} into {}. Every write of the "
        "application then also writes there, and takes about 1.6 times as long. They go with the switch, or "
        "with dunlin transfer follow without --capture.",
        sqlite::k_change_log, counted(captured.objects().size() - 1, "trigger"), printable(source));
    screen.line(screen.styled(change, Style::warning));
    if (!confirmed(request.invocation, "Change the source?"))
      throw refused("the source was not changed, and nothing was followed",
                    "say yes, or give --yes; without --capture triggers the source stays untouched");
    write_file(request.workplace.capture_note(), source + "\n");
    sqlite::install_capture(source, captured.objects(), wait_ms(request.invocation));
  }
  follower.capture_by_triggers(std::move(captured));
}

bool end_capture(const TransferRequest& request, const std::string& source, Screen& screen) {
  try {
    // Without the note the source isn't even opened as a database.
    if (!std::filesystem::exists(request.workplace.capture_note())) return true;
    if (sqlite::remove_capture(source, wait_ms(request.invocation)))
      screen.line(fmt::format("dunlin's change log and triggers are out of {} again.", printable(source)));
    std::filesystem::remove(request.workplace.capture_note());
    return true;
  } catch (const Error& error) {
    screen.line(
        screen.styled(fmt::format("dunlin's triggers are still in {}: {}. dunlin transfer follow or finalize "
                                  "takes them out.",
                                  printable(source), error.message()),
                      Style::warning));
    return false;
  }
}

}  // namespace dunlin::cli
