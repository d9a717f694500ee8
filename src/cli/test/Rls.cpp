#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/SqlFile.hpp"
#include "cli/TestOutput.hpp"
#include "cli/test/RewriteScript.hpp"
#include "cli/test/RlsJson.hpp"
#include "cli/test/RlsPending.hpp"
#include "cli/test/RlsReport.hpp"
#include "cli/test/RlsToml.hpp"
#include "cli/test/TestRuns.hpp"
#include "cli/test/Tests.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

std::string expectations_file(const Invocation& invocation, const model::Config& config) {
  if (invocation.file) return *invocation.file;
  std::string file = (fs::path(config.root) / config.test.rls).string();
  if (!fs::exists(file))
    throw usage_error(fmt::format("there are no expectations: {} isn't there", printable(file)),
                      "write who may see which rows (docs/testing.md), or say --file FILE");
  return file;
}

// Rows are locked, written and rolled back: not where others work.
void require_test_database(const model::Config& config, const Invocation& invocation) {
  if (config.environment.name == "production" && !invocation.yes)
    throw refused("this test writes into every table it names, and rolls back: not in production",
                  "run it on staging or a copy; --yes insists");
}

trial::RlsOptions options_of(const Invocation& invocation, const model::Config& config,
                             const trial::Expectations& expectations, const std::string& file) {
  trial::RlsOptions options{.mutate = invocation.mutate, .rewrite = invocation.rewrite, .load_fixtures = {}};
  if (expectations.fixtures.empty()) return options;
  fs::path fixtures = fs::path(config.root) / expectations.fixtures;
  if (!fs::exists(fixtures)) fixtures = fs::path(file).parent_path() / expectations.fixtures;
  if (!fs::exists(fixtures))
    throw usage_error(fmt::format("the fixtures {} aren't there", printable(expectations.fixtures)),
                      "their path is from the project's folder, or from that of " + printable(file));
  options.load_fixtures = [&config, fixtures](postgres::Connection& connection) {
    run_sql_file_within(connection, config, fixtures.string());
  };
  return options;
}

std::optional<trial::MatrixDiff> compare_and_keep(const Invocation& invocation,
                                                  const trial::RlsReport& report) {
  std::optional<trial::MatrixDiff> diff;
  const trial::Snapshot now = trial::snapshot_of(report.cells, report.policies);
  if (invocation.against) diff = trial::compare(trial::parse_snapshot(read_file(*invocation.against)), now);
  if (invocation.save) write_file(*invocation.save, trial::to_json(now).dump() + "\n");
  return diff;
}

bool names_sql_file(const Invocation& invocation) {
  return invocation.output && fs::path(*invocation.output).extension() == ".sql";
}

bool wants_migration(const Invocation& invocation) {
  return invocation.rewrite && names_sql_file(invocation);
}

// What would be left out without a word.
void require_fitting_options(const Invocation& invocation) {
  const bool pending = invocation.against == "pending";
  for (const auto& [given, name] : {std::pair{invocation.mutate, "--mutate"},
                                    {invocation.rewrite, "--rewrite"},
                                    {invocation.save.has_value(), "--save"}})
    if (pending && given)
      throw usage_error(fmt::format("--against pending takes no {}", name),
                        fmt::format("run dunlin test rls {} on its own", name));
  if (names_sql_file(invocation) && !invocation.rewrite)
    throw usage_error("only --rewrite writes a migration: --output FILE.sql is its file",
                      "name a report's file: .xml, .tap, .html, .md, .json or .txt");
}

void write_migration(const trial::RlsReport& report, const Invocation& invocation, const Invocation& shown,
                     Screen& screen) {
  const auto taken = forms_to_take(report.rewrites);
  if (taken.empty()) {
    note_beside_report(
        "no migration was written: no form of a policy was both proven equal and faster. Test with more "
        "rows, if these are few",
        shown, screen);
    return;
  }
  write_file(*invocation.output, rewrite_script(taken));
  note_beside_report("migration: " + printable(*invocation.output), shown, screen);
}

// What the expectations name and the database hasn't is a mistake in their file.
trial::RlsReport ask(postgres::Connection& connection, const trial::Expectations& expectations,
                     const trial::RlsOptions& options, const std::string& file) {
  try {
    return trial::run_rls(connection, expectations, options);
  } catch (Error& error) {
    if (error.code() == ErrorCode::usage && error.fact("file").empty()) error.set_fact("file", file);
    throw;
  }
}

int test_rls_pending(const Invocation& invocation, const model::Config& config,
                     const trial::Expectations& expectations, const trial::RlsOptions& options,
                     Screen& screen) {
  const auto steps = test_pending(config, expectations, options);
  const auto written = pending_report(steps, expectations);
  show_test_report(written, invocation, screen);
  keep_test_report(written, invocation, screen);
  return pending_failed(steps) ? static_cast<int>(ErrorCode::findings) : 0;
}

}  // namespace

int test_rls(const Invocation& invocation, const model::Config& config, Screen& screen) {
  require_fitting_options(invocation);
  const std::string file = expectations_file(invocation, config);
  const trial::Expectations expectations = read_rls_toml(read_file(file), file);
  require_test_database(config, invocation);
  const trial::RlsOptions options = options_of(invocation, config, expectations, file);
  if (invocation.against == "pending")
    return test_rls_pending(invocation, config, expectations, options, screen);
  const Target target(config);
  auto connection = target.connect();
  const trial::RlsReport report = ask(connection, expectations, options, file);
  const auto diff = compare_and_keep(invocation, report);
  const report::TestReport written{.document = rls_document(report, expectations, diff),
                                   .json = rls_json(report, diff),
                                   .run = rls_run(report, expectations, diff)};
  Invocation shown = invocation;
  if (wants_migration(invocation)) shown.output.reset();  // it isn't the report's file
  show_test_report(written, shown, screen);
  keep_test_report(written, shown, screen);
  if (wants_migration(invocation)) write_migration(report, invocation, shown, screen);
  return report.failed() || (diff && diff->widened()) ? static_cast<int>(ErrorCode::findings) : 0;
}

}  // namespace dunlin::cli
