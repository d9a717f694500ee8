#include "cli/Progress.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <variant>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "sql/Split.hpp"

namespace dunlin::cli {
namespace {

std::string verb(const model::StepResult& result) {
  const bool down = result.kind == model::EntryKind::down;
  switch (result.outcome) {
    case model::Outcome::done: return down ? "rolled back" : result.resumed ? "finished" : "applied";
    case model::Outcome::failed: return "failed";
    case model::Outcome::refused: return "refused";
    case model::Outcome::interrupted: return "interrupted";
  }
  return "failed";
}

std::string name_of(const model::StepResult& result) {
  if (result.version.empty()) return "R__" + result.name;
  return result.name.empty() || result.name == result.version ? result.version
                                                              : result.version + "_" + result.name;
}

std::string in_batches(std::int64_t rows, std::int64_t batches) {
  return fmt::format("{} changed in {} {}", counted(static_cast<std::size_t>(rows), "row"),
                     with_thousands(batches), batches == 1 ? "batch" : "batches");
}

// Turns events into lines.
class Progress {
 public:
  explicit Progress(Screen& screen) : screen_(screen) {}

  void operator()(const model::StepStarted& event) {
    current_ = fmt::format("[{}/{}] {}", event.index + 1, event.count, label(event.step.migration));
    screen_.live(current_);
  }

  void operator()(const model::StatementStarted& event) {
    if (screen_.options().live) screen_.live(fmt::format("{}: {}", current_, sql::one_line(event.text, 120)));
  }

  void operator()(const model::Waiting& event) {
    std::string text = fmt::format("{}: waiting {} for {}", current_, describe_duration(event.waited),
                                   event.lock.empty() ? "a lock" : event.lock);
    if (!event.blockers.empty()) text += ", held by " + describe(event.blockers.front());
    if (event.queued > 0) text += fmt::format("; {} queue behind us", event.queued);
    if (screen_.options().live) return screen_.live(text);
    const std::string who = event.blockers.empty() ? "" : std::to_string(event.blockers.front().pid);
    if (who != last_blocker_) screen_.note(printable(text));  // in a pipe: once for each blocker
    last_blocker_ = who;
  }

  void operator()(const model::Retrying& event) {
    last_blocker_.clear();
    screen_.note(fmt::format("{}: {}; trying again in {} (attempt {} of {})", label(event.step.migration),
                             event.reason, describe_duration(event.pause), event.attempt, event.attempts));
  }

  void operator()(const model::BatchDone& event) {
    const std::string part = event.estimate > 0
                                 ? fmt::format(" ({} % of about {} looked at)",
                                               std::min<std::int64_t>(100, 100 * event.seen / event.estimate),
                                               counted(static_cast<std::size_t>(event.estimate), "row"))
                                 : "";
    const auto text = fmt::format("{}: {}{}", current_, in_batches(event.rows, event.batches), part);
    if (screen_.options().live) return screen_.live(text);
    const auto now = std::chrono::steady_clock::now();  // in a pipe: a line each ten seconds
    if (now - last_batch_line_ < std::chrono::seconds(10)) return;
    last_batch_line_ = now;
    screen_.note(text);
  }

  void operator()(const model::Throttled& event) {
    const auto text = fmt::format("{}: the next batch waits: {}", current_, event.reason);
    if (screen_.options().live) return screen_.live(text);
    if (event.waited.count() == 0) screen_.note(text);
  }

  void operator()(const model::Notice& event) {
    screen_.note(fmt::format("{}: {}", to_lower(event.severity), printable(event.message)));
  }

  void operator()(const model::StepFinished& event) {
    const auto& result = event.result;
    const bool good = result.outcome == model::Outcome::done;
    const std::string mark = screen_.styled(good ? "ok" : "--", good ? Style::good : Style::bad);
    screen_.note(fmt::format(
        "{} {} {} in {}{}", mark, verb(result), printable(name_of(result)),
        describe_duration(result.duration),
        result.retries > 0
            ? fmt::format(", after {}",
                          result.retries == 1 ? "1 retry" : fmt::format("{} retries", result.retries))
            : ""));
    if (result.batches > 0) {
      screen_.note(fmt::format("   {}", in_batches(result.rows, result.batches)));
    }
    for (const auto& kept : result.kept) screen_.note(fmt::format("   kept {}", printable(kept)));
  }

 private:
  Screen& screen_;
  std::string current_;
  std::string last_blocker_;
  std::chrono::steady_clock::time_point last_batch_line_ = std::chrono::steady_clock::now();
};

}  // namespace

std::string describe(const model::Blocker& blocker) {
  return fmt::format("pid {} ({}, user {}, {} for {}): {}", blocker.pid,
                     blocker.application.empty() ? "no name" : blocker.application, blocker.user,
                     blocker.state, describe_duration(blocker.age), blocker.query);
}

model::Observer show_progress(Screen& screen) {
  auto progress = std::make_shared<Progress>(screen);
  return [progress](const model::Event& event) { std::visit(*progress, event); };
}

}  // namespace dunlin::cli
