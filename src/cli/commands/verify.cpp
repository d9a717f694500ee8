#include <algorithm>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "checks/Grants.hpp"
#include "checks/Promises.hpp"
#include "checks/RowCounts.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Judgement.hpp"
#include "cli/Session.hpp"
#include "cli/verify/PromisedCatalog.hpp"
#include "cli/verify/VerifyFiles.hpp"
#include "migrate/History.hpp"
#include "migrate/Status.hpp"
#include "migrate/load/Project.hpp"
#include "postgres/catalog/ReadCatalog.hpp"

namespace dunlin::cli {
namespace {

using checks::Check;
using checks::CheckState;

constexpr std::chrono::milliseconds k_timeout{60'000};

/// The migrations in force whose files say what ran, and checks that say what became of the others.
struct Applied {
  std::vector<model::Migration> migrations;
  std::set<std::string> versions;
  std::vector<Check> skipped;
};

Applied applied_migrations(postgres::Connection& connection, const model::Config& config,
                           const std::vector<model::Migration>& files) {
  using migrate::MigrationState;
  const auto history = migrate::read_history(connection);
  const auto lines =
      migrate::describe_status(files, history, same_sql(config, plan_context(config, connection)));
  Applied applied;
  for (const auto& line : lines) {
    const std::string name = line.repeatable ? "R__" + line.name : line.version + "_" + line.name;
    const auto file = std::find_if(files.begin(), files.end(), [&](const model::Migration& candidate) {
      return candidate.repeatable == line.repeatable &&
             (line.repeatable ? candidate.name == line.name : candidate.version.text == line.version);
    });
    const bool in_force = line.state == MigrationState::applied || line.state == MigrationState::baseline;
    if (line.state == MigrationState::changed || line.state == MigrationState::missing)
      applied.skipped.push_back(
          {"promise", name, CheckState::skipped,
           line.state == MigrationState::changed ? "its file was edited since it ran" : "its file is gone"});
    if (line.state == MigrationState::partial)
      applied.skipped.push_back(
          {"promise", name, CheckState::failed, "half applied: dunlin migrate goes on with it"});
    if (in_force || line.state == MigrationState::changed) applied.versions.insert(line.version);
    if (in_force && file != files.end()) applied.migrations.push_back(*file);
  }
  return applied;
}

void append(std::vector<Check>& to, std::vector<Check> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Check> check_files(postgres::Connection& connection, const model::Config& config,
                               const std::vector<model::Migration>& files, const Applied& applied) {
  const auto wanted = config.environment.policy.statement_timeout;
  std::vector<Check> all;
  for (const VerifyFile& file : verify_files(config, files, applied.versions)) {
    if (!file.skipped.empty())
      all.push_back({"assertion", file.name, CheckState::skipped, file.skipped});
    else
      append(all, checks::run_assertions(connection, file.assertions, file.tap,
                                         wanted.count() > 0 ? wanted : k_timeout));
  }
  return all;
}

std::vector<Check> check_all(postgres::Connection& connection, const model::Config& config,
                             const Invocation& invocation) {
  const auto files = migrate::load_migrations(config);
  Applied applied = applied_migrations(connection, config, files);
  const auto actual = postgres::read_catalog(connection);
  const auto promised =
      promised_catalog(config, applied.migrations, actual.server_version, actual.search_path);
  std::vector<Check> all = std::move(applied.skipped);
  append(all, checks::check_promises(promised, actual));
  append(all, checks::check_grants(connection, checks::grant_promises(promised, actual)));
  append(all, check_files(connection, config, files, applied));
  if (invocation.against)
    append(all, checks::compare_counts(checks::row_counts_of(Json::parse(read_file(*invocation.against))),
                                       checks::count_rows(connection)));
  return all;
}

std::size_t count(const std::vector<Check>& all, CheckState state) {
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](const Check& check) { return check.state == state; }));
}

Json result_json(const std::vector<Check>& all) {
  Json list = Json::array();
  for (const Check& check : all)
    list.add(Json::object()
                 .set("kind", check.kind)
                 .set("name", check.name)
                 .set("state", checks::to_string(check.state))
                 .set("detail", check.detail));
  return Json::object()
      .set("outcome", count(all, CheckState::failed) == 0 ? "done" : "failed")
      .set("ok", count(all, CheckState::ok))
      .set("failed", count(all, CheckState::failed))
      .set("skipped", count(all, CheckState::skipped))
      .set("checks", list);
}

void show(const Check& check, Screen& screen) {
  const Style style = check.state == CheckState::ok       ? Style::good
                      : check.state == CheckState::failed ? Style::bad
                                                          : Style::warning;
  std::string line =
      fmt::format("{}  {}", screen.styled(fmt::format("{:<7}", checks::to_string(check.state)), style),
                  printable(check.name));
  for (const std::string_view part : split_lines(check.detail)) line += "\n           " + printable(part);
  if (check.state == CheckState::ok && screen.options().quiet) return;
  screen.line(line);
}

}  // namespace

int run_verify(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  const Target target(config);
  auto connection = target.connect();
  if (invocation.save) {
    const auto counts = checks::count_rows(connection);
    write_file(*invocation.save, checks::to_json(counts).dump() + "\n");
    screen.json(checks::to_json(counts).set("outcome", "done").set("file", *invocation.save));
    screen.line(
        fmt::format("the rows of {} are counted in {}", counted(counts.size(), "table"), *invocation.save));
    return 0;
  }
  const auto all = check_all(connection, config, invocation);
  screen.json(result_json(all));
  for (const Check& check : all) show(check, screen);
  const auto failed = count(all, CheckState::failed);
  screen.line(screen.styled(fmt::format("{} ok, {} failed, {} skipped", count(all, CheckState::ok), failed,
                                        count(all, CheckState::skipped)),
                            failed == 0 ? Style::good : Style::bad));
  return failed == 0 ? 0 : static_cast<int>(ErrorCode::failed);
}

}  // namespace dunlin::cli
