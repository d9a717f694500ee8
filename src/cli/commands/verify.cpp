#include <algorithm>
#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "checks/ColumnTypes.hpp"
#include "checks/GrantPromises.hpp"
#include "checks/Grants.hpp"
#include "checks/Promises.hpp"
#include "checks/RowCounts.hpp"
#include "checks/RunCounts.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "cli/TestOutput.hpp"
#include "cli/test/TestRuns.hpp"
#include "cli/verify/AppliedMigrations.hpp"
#include "cli/verify/PromisedCatalog.hpp"
#include "cli/verify/VerifyFiles.hpp"
#include "migrate/load/Project.hpp"
#include "postgres/catalog/ReadCatalog.hpp"

namespace dunlin::cli {
namespace {

using checks::Check;
using checks::CheckState;
using checks::judged;

constexpr std::chrono::milliseconds k_timeout{60'000};

void append(std::vector<Check>& to, std::vector<Check> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Check> check_files(postgres::Connection& connection, const model::Config& config,
                               const std::vector<model::Migration>& files, const AppliedMigrations& applied) {
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

// A deployment that went to another database leaves this one without any.
Check nothing_applied() {
  return judged("promise", "the project's migrations",
                "none of them is applied here: run dunlin migrate, or is this another database than the one "
                "that was deployed to (--env, --db-url)?");
}

std::vector<Check> check_all(postgres::Connection& connection, const model::Config& config,
                             const Invocation& invocation) {
  const auto files = migrate::load_migrations(config);
  AppliedMigrations applied = applied_migrations(connection, config, files);
  const auto actual = postgres::read_catalog(connection);
  const auto promised =
      promised_catalog(config, applied.migrations, actual.server_version, actual.search_path);
  std::vector<Check> all = std::move(applied.others);
  if (applied.nothing) all.push_back(nothing_applied());
  append(all, checks::check_promises(promised, actual));
  append(all, checks::check_column_types(connection, promised));
  append(all, checks::check_grants(connection, checks::grant_promises(promised, actual)));
  append(all, check_files(connection, config, files, applied));
  if (const auto counts = checks::last_run_counts(connection))
    append(all, checks::check_run_counts(*counts, checks::count_again(connection, *counts)));
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

std::string summary(const std::vector<Check>& all) {
  return fmt::format("{} ok, {} failed, {} skipped", count(all, CheckState::ok),
                     count(all, CheckState::failed), count(all, CheckState::skipped));
}

// What isn't ok first: a page with hundreds of checks is read for those.
model::Document verify_document(const std::vector<Check>& all) {
  model::Document document{.title = "After the deployment", .subtitle = summary(all), .blocks = {}};
  model::Table table{.columns = {{"state"}, {"kind"}, {"what"}, {"why"}}, .rows = {}};
  for (const CheckState state : {CheckState::failed, CheckState::skipped, CheckState::ok})
    for (const Check& check : all)
      if (check.state == state)
        table.rows.push_back(
            {model::Inline(model::Inline().label(checks::to_string(state),
                                                 state == CheckState::ok       ? model::Tone::good
                                                 : state == CheckState::failed ? model::Tone::bad
                                                                               : model::Tone::note)),
             model::Inline(check.kind), model::code(check.name), model::Inline(check.detail)});
  document.blocks.emplace_back(std::move(table));
  return document;
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
    screen.line(fmt::format("the rows of {} are counted in {}", counted(counts.rows.size(), "table"),
                            *invocation.save));
    if (!counts.not_readable.empty())
      screen.line(fmt::format("not counted, because this role may not read them: {}",
                              printable(join(counts.not_readable, ", "))));
    return 0;
  }
  const auto all = check_all(connection, config, invocation);
  const report::TestReport report{verify_document(all), result_json(all), verify_run(all)};
  if (screen.options().json || !shows_text(invocation)) {
    show_test_report(report, invocation, screen);
  } else {
    for (const Check& check : all) show(check, screen);
    screen.line(screen.styled(summary(all), count(all, CheckState::failed) == 0 ? Style::good : Style::bad));
  }
  keep_test_report(report, invocation, screen);
  return count(all, CheckState::failed) == 0 ? 0 : static_cast<int>(ErrorCode::failed);
}

}  // namespace dunlin::cli
