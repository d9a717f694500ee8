#include <filesystem>
#include <fmt/format.h>
#include <optional>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/Session.hpp"
#include "cli/SqlFile.hpp"
#include "cli/test/RlsReport.hpp"
#include "cli/test/RlsToml.hpp"
#include "cli/test/Tests.hpp"
#include "report/Text.hpp"

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

}  // namespace

int test_rls(const Invocation& invocation, const model::Config& config, Screen& screen) {
  const std::string file = expectations_file(invocation, config);
  const trial::Expectations expectations = read_rls_toml(read_file(file), file);
  require_test_database(config, invocation);
  const trial::RlsOptions options = options_of(invocation, config, expectations, file);
  const Target target(config);
  auto connection = target.connect();
  const trial::RlsReport report = trial::run_rls(connection, expectations, options);
  const auto diff = compare_and_keep(invocation, report);
  screen.json(rls_json(report, diff));
  screen.line(
      trim(report::write_text(rls_document(report, expectations, diff),
                              {screen.options().color, static_cast<std::size_t>(screen.options().width)})));
  return report.failed() || (diff && diff->widened()) ? static_cast<int>(ErrorCode::findings) : 0;
}

}  // namespace dunlin::cli
