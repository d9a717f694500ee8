#include "migrate/Status.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Judgement.hpp"
#include "cli/Session.hpp"
#include "migrate/History.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

using migrate::MigrationState;
using migrate::StatusLine;

bool is_applied(const StatusLine& line) {
  return line.state == MigrationState::applied || line.state == MigrationState::baseline ||
         line.state == MigrationState::changed || line.state == MigrationState::missing;
}

Style style_of(MigrationState state) {
  if (state == MigrationState::applied || state == MigrationState::baseline) return Style::good;
  return state == MigrationState::pending ? Style::warning : Style::bad;
}

// The word in the JSON contract.
std::string state_word(MigrationState state) {
  std::string word = migrate::to_string(state);
  std::replace(word.begin(), word.end(), ' ', '_');
  return word;
}

Json status_json(const std::vector<StatusLine>& lines, const model::Config& config) {
  const auto applied = std::count_if(lines.begin(), lines.end(), is_applied);
  Json migrations = Json::array();
  for (const auto& line : lines) {
    migrations.add(Json::object()
                       .set("version", line.version)
                       .set("name", line.name)
                       .set("state", state_word(line.state))
                       .set("applied_at", line.applied_at.empty() ? Json() : Json(line.applied_at))
                       .set("repeatable", line.repeatable)
                       .set("has_rollback", line.has_rollback)
                       .set("file", line.file.empty() ? Json() : Json(line.file))
                       .set("progress", line.progress.empty() ? Json() : Json(line.progress)));
  }
  return Json::object()
      .set("applied", static_cast<std::int64_t>(applied))
      .set("pending", static_cast<std::int64_t>(lines.size()) - static_cast<std::int64_t>(applied))
      .set("environment", config.environment.name)
      .set("migrations", migrations);
}

// As seen from here, when it is below.
std::string shown(const std::string& file) {
  const auto relative = std::filesystem::path(file).lexically_relative(std::filesystem::current_path());
  return relative.empty() || *relative.begin() == ".." ? file : relative.string();
}

void show(const std::vector<StatusLine>& lines, const Target& target, const model::Config& config,
          Screen& screen) {
  screen.note(screen.styled(fmt::format("{} ({})", config.environment.name, target.shown()), Style::faint));
  std::size_t width = 8;
  for (const auto& line : lines) width = std::max(width, line.version.size());
  std::string text;  // one write for all lines
  for (const auto& line : lines) {
    std::string when = line.applied_at.substr(0, 19);
    std::replace(when.begin(), when.end(), 'T', ' ');
    text += fmt::format(
                "  {:<{}}  {}  {:<19}  {}", line.repeatable ? "R" : printable(line.version), width,
                screen.styled(fmt::format("{:<12}", migrate::to_string(line.state)), style_of(line.state)),
                when, printable(line.name)) +
            (line.progress.empty() ? "" : fmt::format(" ({})", line.progress)) +
            (line.file.empty() ? "" : fmt::format(" ({})", printable(shown(line.file)))) + "\n";
  }
  const auto applied = static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), is_applied));
  screen.line(fmt::format("{}{} applied, {} pending", text, applied, lines.size() - applied));
}

// About files without a version.
void advise_on_scripts(const std::vector<StatusLine>& lines, Screen& screen) {
  const auto gone = std::find_if(lines.begin(), lines.end(), [](const StatusLine& line) {
    return line.repeatable && line.state == MigrationState::missing;
  });
  if (gone != lines.end())
    screen.note(
        fmt::format("a file is gone: dunlin repair --restore {0} writes it again; --forget {0} takes it out "
                    "of the history",
                    printable(gone->name)));
  const auto edited = std::find_if(lines.begin(), lines.end(), [](const StatusLine& line) {
    return !line.file.empty() && line.state == MigrationState::pending;
  });
  if (edited != lines.end())
    screen.note(fmt::format("a script was edited since it ran: dunlin migrate --file {} runs it again",
                            printable(shown(edited->file))));
}

void advise(const std::vector<StatusLine>& lines, Screen& screen) {
  const auto has = [&](MigrationState state) {
    return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.state == state; });
  };
  const auto half = std::find_if(lines.begin(), lines.end(), [](const StatusLine& line) {
    return line.state == MigrationState::partial;
  });
  if (half != lines.end())
    screen.note(fmt::format("a migration is half applied: dunlin migrate{} goes on with it{}",
                            half->file.empty() ? "" : " --file " + printable(shown(half->file)),
                            half->repeatable ? "" : ", dunlin rollback undoes it"));
  if (has(MigrationState::changed))
    screen.note("an applied file was edited: dunlin migrate shows the difference");
  if (has(MigrationState::out_of_order))
    screen.note("out of order: give it a later version, or use dunlin migrate --include-all");
  advise_on_scripts(lines, screen);
}

}  // namespace

int run_status(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  const auto files = migrate::load_migrations(config);
  const Target target(config);
  auto connection = target.connect();
  const auto history = migrate::read_history(connection);
  const auto lines =
      migrate::describe_status(files, history, same_sql(config, plan_context(config, connection)),
                               migrate::find_scripts_elsewhere(config, files, history));
  screen.json(status_json(lines, config));
  show(lines, target, config, screen);
  advise(lines, screen);
  const bool clean = std::all_of(lines.begin(), lines.end(), [](const auto& line) {
    return line.state == MigrationState::applied || line.state == MigrationState::baseline;
  });
  return invocation.check && !clean ? static_cast<int>(ErrorCode::findings) : 0;
}

}  // namespace dunlin::cli
